import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { Match } from 'aws-cdk-lib/assertions';
import { idPlaceholder } from '../../lib/constructs/monitoring/incident-query';
import { stages } from '../../lib/stages';
import { assemblyFolder, type Resource, resourcesOf, synthesized } from './synthesis';

const alarmTypes = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];

interface MetricQuery {
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: Watched; readonly Period: number };
}
interface Watched {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

const alarmsIn = (templates: ReturnType<typeof synthesized>['templates']) =>
  alarmTypes.flatMap((type) => resourcesOf(templates, type));

/** The metrics that an alarm reads. */
function watchedBy({ Properties }: Resource): Watched[] {
  if (Properties.Namespace) return [Properties];
  return ((Properties.Metrics ?? []) as MetricQuery[]).flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
}

/** The anchors of the runbook's sections about alarms. */
const sections = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^### (.+)$/gm)].map(([, title = '']) =>
  title
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-'),
);

const sectionOf = ({ Properties }: Resource) => / Runbook: \S+#([\w-]+)$/.exec(Properties.AlarmDescription ?? '')?.[1];

describe.each(Object.keys(stages))('%s', (stage) => {
  const { templates, stacks } = synthesized(stage);
  const alarms = alarmsIn(templates);

  test('has no alarm without an action: its own, or that of an incident whose rule has it', () => {
    const rules = JSON.stringify(
      alarms
        .filter(([, { Properties }]) => Properties.AlarmActions?.length > 0)
        .map(([, it]) => it.Properties.AlarmRule),
    );
    const silent = alarms.filter(([id, { Properties }]) => {
      const acts = Properties.AlarmActions?.length > 0 && Properties.ActionsEnabled !== false;
      return !acts && !rules.includes(`"${id.split('.')[1]}"`);
    });
    expect(silent.map(([id]) => id)).toEqual([]);
  });

  test('has a notification when an alarm is over, wherever there is one when it begins', () => {
    for (const [, { Properties }] of alarms) expect(Properties.OKActions).toEqual(Properties.AlarmActions);
  });

  test('has no alarm without a section of the runbook', () => {
    const lost = alarms.filter(([, alarm]) => !sections.includes(sectionOf(alarm) ?? ''));
    expect(lost.map(([id, { Properties }]) => `${id}: ${Properties.AlarmDescription}`)).toEqual([]);
  });

  /** The logical ids of all resources of the type that no alarm names by an output or by a reference. */
  const unwatched = (type: string, metric: RegExp) => {
    const read = alarms.flatMap(([, alarm]) => watchedBy(alarm)).filter(({ MetricName }) => metric.test(MetricName));
    const text = JSON.stringify(read);
    return resourcesOf(templates, type)
      .filter(([id]) => !text.includes(id.split('.')[1] ?? id))
      .map(([id]) => id);
  };

  test('has no queue, state machine or function without an alarm', () => {
    expect(unwatched('AWS::SQS::Queue', /^ApproximateNumberOfMessagesVisible$/)).toEqual([]);
    for (const end of ['Failed', 'TimedOut', 'Aborted']) {
      expect(unwatched('AWS::StepFunctions::StateMachine', new RegExp(`^Executions${end}$`))).toEqual([]);
    }
    expect(unwatched('AWS::Lambda::Function', /^Errors$/)).toEqual([]);
  });

  test('has no function in its region whose log the saved query of incidents leaves out', () => {
    const queries = resourcesOf(templates, 'AWS::Logs::QueryDefinition').map(([, { Properties }]) => Properties);
    expect(queries).toHaveLength(1);
    const read = JSON.stringify(queries[0].LogGroupNames);
    const groups = resourcesOf(templates, 'AWS::Lambda::Function').map(
      ([, it]) => it.Properties.LoggingConfig.LogGroup,
    );
    expect(groups.length).toBeGreaterThan(25);
    expect(groups.filter(({ Ref }) => !read.includes(Ref))).toEqual([]);
    expect(queries[0].LogGroupNames.length).toBeLessThanOrEqual(50);
    expect(queries[0].QueryString).toContain(`"${idPlaceholder}"`);
  });

  test('has no reader of a stream without an alarm on its delay', () => {
    const read = JSON.stringify(
      alarms.flatMap(([, alarm]) => watchedBy(alarm)).filter((it) => it.MetricName === 'IteratorAge'),
    );
    const readers = resourcesOf(templates, 'AWS::Lambda::EventSourceMapping').map(
      ([, it]) => it.Properties.FunctionName.Ref,
    );
    expect(readers).not.toEqual([]);
    expect(readers.filter((id) => !read.includes(id))).toEqual([]);
  });

  test('has alarms that CloudWatch accepts: at most ten metrics, no search, one period in an expression', () => {
    for (const [id, { Properties }] of alarms) {
      const queries = (Properties.Metrics ?? []) as MetricQuery[];
      const stats = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
      expect([id, stats.length <= 10, new Set(stats.map(({ Period }) => Period)).size <= 1]).toEqual([id, true, true]);
      expect(queries.flatMap(({ Expression = '' }) => Expression).join()).not.toMatch(/SEARCH|SELECT/);
    }
  });

  test('reads metrics of AWS that exist, with dimensions under which they are published', () => {
    const read = alarms.flatMap(([, alarm]) => watchedBy(alarm)).filter(({ Namespace }) => Namespace !== 'OmniStream');
    const wrong = read.map(nameOf).filter((name) => !published.has(name) && !documented.has(name));
    expect(wrong).toEqual([]);
  });

  test('notifies topics of the alarms’ own regions, which CloudWatch may use', () => {
    for (const name of ['monitoring', 'edgeMonitoring', 'replicaMonitoring'] as const) {
      const template = templates[name];
      const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
      expect(Object.values(template.findResources('AWS::SNS::Topic'))[0]?.Properties.KmsMasterKeyId).toBeDefined();
      for (const [, { Properties }] of alarmTypes.flatMap((type) => Object.entries(template.findResources(type)))) {
        if (Properties.AlarmActions) expect(Properties.AlarmActions).toContainEqual({ Ref: topic });
      }
      template.hasResourceProperties('AWS::SNS::TopicPolicy', admits('sns:Publish'));
    }
    const keys = {
      monitoring: templates.storage,
      replicaMonitoring: templates.replica,
      edgeMonitoring: templates.edgeMonitoring,
    };
    for (const [name, template] of Object.entries(keys)) {
      const alarmArn = `arn:aws:cloudwatch:${stacks[name as keyof typeof keys].region}:`;
      const admitted = Object.values(template.findResources('AWS::KMS::Key')).filter(({ Properties }) =>
        Properties.KeyPolicy.Statement.some(
          ({ Sid, Principal, Condition }: { Sid?: string; Principal: unknown; Condition: unknown }) =>
            Sid === 'Alarms' &&
            JSON.stringify(Principal).includes('cloudwatch.amazonaws.com') &&
            JSON.stringify(Condition).includes(alarmArn),
        ),
      );
      expect(admitted).toHaveLength(1);
    }
  });
});

/** `AWS/Lambda Errors [FunctionName]` */
function nameOf({ Namespace, MetricName, Dimensions = [] }: Watched): string {
  return `${Namespace} ${MetricName} [${Dimensions.map(({ Name }) => Name).sort()}]`;
}

/** The metrics of the specification that CDK is made from, by {@link nameOf}. */
const specification = loadAwsServiceSpecSync();
const published = new Set(
  [...specification.all('metric')].flatMap((metric) =>
    [...specification.follow('usesDimensionSet', metric)].map(({ entity }) =>
      nameOf({
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: entity.dimensions.map(({ name }) => ({ Name: name, Value: '' })),
      }),
    ),
  ),
);

/** Metrics that the specification lacks, and that AWS's documentation has. */
const documented = new Set([
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
  'AWS/S3 PutRequests [BucketName,FilterId]',
  'AWS/S3 ReplicationLatency [DestinationBucket,RuleId,SourceBucket]',
  'AWS/S3 OperationsFailedReplication [DestinationBucket,RuleId,SourceBucket]',
  // https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
  'AWS/Firehose FailedConversion.Records [DeliveryStreamName]',
  'AWS/Firehose PartitionCountExceeded [DeliveryStreamName]',
]);

const admits = (action: string) => ({
  PolicyDocument: {
    Statement: Match.arrayWith([
      Match.objectLike({ Sid: 'Alarms', Action: action, Principal: { Service: 'cloudwatch.amazonaws.com' } }),
    ]),
  },
});

test('every section of the runbook about an alarm has an alarm', () => {
  const used = Object.keys(stages).flatMap((stage) =>
    alarmsIn(synthesized(stage).templates).map(([, it]) => sectionOf(it)),
  );
  expect(sections.filter((section) => !used.includes(section))).toEqual([]);
});

describe('the recipients', () => {
  const { templates } = synthesized('review');

  test('get e-mail from every region in which there are alarms', () => {
    for (const name of ['monitoring', 'edgeMonitoring', 'replicaMonitoring'] as const) {
      templates[name].hasResourceProperties('AWS::SNS::Subscription', {
        Protocol: 'email',
        Endpoint: 'operators@example.com',
      });
    }
  });

  test('are existing topics too, for the alarms of their region', () => {
    const existing = 'arn:aws:sns:eu-west-1:111122223333:pager';
    const others = [templates.edgeMonitoring, templates.replicaMonitoring].map((template) => JSON.stringify(template));
    expect(others.join()).not.toContain(existing);
    for (const [, { Properties }] of resourcesOf({ it: templates.monitoring }, 'AWS::CloudWatch::CompositeAlarm')) {
      expect(Properties.AlarmActions).toContain(existing);
    }
  });

  test('find the stage’s own runbook in the texts', () => {
    const [, alarm] = alarmsIn(templates)[0] ?? [];
    expect(alarm?.Properties.AlarmDescription).toContain('https://example.com/omnistream/docs/runbook.md#');
  });

  test('get the messages of the budget, which counts what has the stage’s tag', () => {
    templates.edgeMonitoring.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetLimit: { Amount: 2000, Unit: 'USD' }, CostFilters: { TagKeyValue: ['user:stage$review'] } },
    });
    synthesized('dev').templates.edgeMonitoring.resourceCountIs('AWS::Budgets::Budget', 0);
  });

  test('are missed by a warning in a stage that protects its data, and nowhere else', () => {
    const warnings = (stage: string) => {
      const folder = assemblyFolder(stage);
      const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
      return Object.values<{ properties?: { templateFile?: string } }>(manifest.artifacts)
        .flatMap((artifact) => metadataOf(folder, artifact))
        .filter((text) => text.includes('OmniStream:alarmsWithoutRecipient'));
    };
    expect(warnings('prod')).toHaveLength(1);
    expect([...warnings('dev'), ...warnings('review')]).toEqual([]);
  });
});

/** The warnings of a stack, in the manifest or in a file beside it. */
function metadataOf(folder: string, artifact: object): string[] {
  const { metadata, additionalMetadataFile } = artifact as { metadata?: object; additionalMetadataFile?: string };
  const whole = additionalMetadataFile ? JSON.parse(readFileSync(join(folder, additionalMetadataFile), 'utf8')) : {};
  const entries = Object.values<{ type: string; data: unknown }[]>({ ...metadata, ...whole }).flat();
  return entries.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data));
}

describe('the runbook', () => {
  const text = readFileSync('docs/runbook.md', 'utf8');

  test('has meaning, first look, commands and remedy in each section about an alarm', () => {
    const parts = text.split(/^### /m).slice(1);
    const incomplete = parts.filter((part) =>
      ['Meaning', 'First look', 'Commands', 'Remedy'].some((name) => !part.includes(`- **${name}.**`)),
    );
    expect(incomplete.map((part) => part.split('\n')[0])).toEqual([]);
  });

  test('names resources of which there is exactly one', () => {
    const { templates: dev } = synthesized('dev');
    const { templates: review } = synthesized('review');
    const keys: Readonly<Record<string, keyof typeof dev>> = { MediaPipeline: 'pipeline' };
    const named = [...text.matchAll(/\$\(resource (\w+) (\w+) ([\w:]+)\)/g)];
    expect(named.length).toBeGreaterThan(20);
    const wrong = named.filter(([, part = '', prefix = '', type = '']) => {
      // Only the stage for reviews has a canary.
      const stage = prefix.startsWith('Canary') ? review : dev;
      const template = stage[keys[part] ?? (part.toLowerCase() as keyof typeof dev)];
      return Object.keys(template?.findResources(type) ?? {}).filter((id) => id.startsWith(prefix)).length !== 1;
    });
    expect(wrong.map(([command]) => command)).toEqual([]);
  });
});

test('an objective fires on fast and on slow burning, when both windows of a speed agree', () => {
  const { templates } = synthesized('dev');
  const alarms = templates.monitoring.findResources('AWS::CloudWatch::Alarm');
  const thresholds = Object.entries(alarms)
    .filter(([id]) => id.startsWith('Playback'))
    .map(([id, { Properties }]) => {
      const { Period = Properties.Metrics?.[1].MetricStat.Period, Threshold } = Properties;
      return `${id.replace(/[0-9A-F]{8}$/, '')}: below ${Threshold} in ${Period} s`;
    });
  expect(thresholds).toEqual([
    'PlaybackFastLong: below 0.9856 in 3600 s',
    'PlaybackFastShort: below 0.9856 in 300 s',
    'PlaybackSlowLong: below 0.994 in 21600 s',
    'PlaybackSlowShort: below 0.994 in 1800 s',
  ]);
  const [, burn] = Object.entries(templates.monitoring.findResources('AWS::CloudWatch::CompositeAlarm')).find(([id]) =>
    id.startsWith('PlaybackBurn'),
  ) ?? [undefined, undefined];
  const rule = burn?.Properties.AlarmRule['Fn::Join'][1]
    .map((part: string | { 'Fn::GetAtt': [string] }) => (typeof part === 'string' ? part : part['Fn::GetAtt'][0]))
    .join('')
    .replace(/[0-9A-F]{8}"/g, '"');
  expect(rule).toBe(
    '((ALARM("PlaybackFastLong") AND ALARM("PlaybackFastShort")) OR (ALARM("PlaybackSlowLong") AND ALARM("PlaybackSlowShort")))',
  );
});
