import { createHash } from 'node:crypto';
import { type Monitored, serviceMetrics, startMonitored } from '@omnistream/local/test';
import { type Resource, resourcesOf, synthesized } from './synthesis';

interface Watched {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

interface Alarm {
  readonly id: string;
  /** The name on the laptop. */
  readonly name: string;
  readonly region: string;
  readonly resource: Resource;
}

const types = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];
const { templates, stacks } = synthesized('review');
const alarms: readonly Alarm[] = types.flatMap((type) =>
  resourcesOf(templates, type).map(([id, resource]) => {
    const [stack = ''] = id.split('.');
    const { region } = stacks[stack as keyof typeof stacks] as { region: string };
    return { id, name: id.replace('.', '-'), region, resource };
  }),
);

/** Evaluates a template's value: alarms refer to those of the laptop, and everything else to a text that stands for it. */
function evaluated(value: unknown, stack: string): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluated(item, stack));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && (name === 'Ref' || name?.startsWith('Fn::'))) {
    if (name === 'Fn::Join') return (evaluated(argument[1], stack) as string[]).join(argument[0]);
    const target = alarms.find(({ id }) => id === `${stack}.${[argument].flat()[0]}`);
    return target?.name ?? createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, evaluated(item, stack)]));
}

function propertiesOf({ id, resource }: Alarm) {
  // Topics are not deployed here.
  const { AlarmName: _name, AlarmActions: _alarm, OKActions: _ok, ...rest } = resource.Properties;
  return evaluated(rest, id.split('.')[0] as string) as Record<string, never>;
}

function metricsOf(properties: ReturnType<typeof propertiesOf>): { metric: Watched; period: number }[] {
  const { Namespace, MetricName, Dimensions, Period, Metrics = [] } = properties;
  if (Namespace)
    return [{ metric: { Namespace, MetricName, Dimensions } as unknown as Watched, period: Number(Period) }];
  return (Metrics as { MetricStat?: { Metric: Watched; Period: number } }[]).flatMap(({ MetricStat }) =>
    MetricStat ? [{ metric: MetricStat.Metric, period: MetricStat.Period }] : [],
  );
}

/** The metrics of AWS's services that the laptop does not publish, because their symptom cannot occur there. */
const neverHere: readonly string[] = [
  // Tables of all regions share their data.
  'AWS/DynamoDB ReplicationLatency',
  // The stand-in has no limit of partitions.
  'AWS/Firehose PartitionCountExceeded',
  // Mail does not leave the machine.
  ...['AWS/SES Reputation.BounceRate', 'AWS/SES Reputation.ComplaintRate'],
];

test('the laptop publishes the metrics of AWS that alarms read, under their dimensions', () => {
  const published = Object.entries(serviceMetrics).flatMap(([family, { names, sets }]) =>
    names.flatMap((name) => sets.map((set) => [`${family.split(' ')[0]} ${name}`, ...[...set].sort()].join(' '))),
  );
  const read = alarms.flatMap((alarm) => metricsOf(propertiesOf(alarm)).map(({ metric }) => metric));
  const unknown = read
    .filter(({ Namespace }) => Namespace.startsWith('AWS/'))
    .filter(({ Namespace, MetricName }) => !neverHere.includes(`${Namespace} ${MetricName}`))
    .map(({ Namespace, MetricName, Dimensions = [] }) => {
      const dimensions = Dimensions.map(({ Name }) => Name).sort();
      return [`${Namespace} ${MetricName}`, ...dimensions].join(' ');
    })
    .filter((metric) => !published.includes(metric));
  expect([...new Set(unknown)]).toEqual([]);
});

let monitored: Monitored;
beforeAll(async () => {
  monitored = await startMonitored(() => []);
});
afterAll(() => monitored.stop());

/** Samples of a minute of trouble: more than the threshold allows, or a ratio of which every sample is bad. */
function trouble({ ComparisonOperator, Threshold }: Record<string, never>): { value: number; count: number } {
  const isLess = String(ComparisonOperator).startsWith('Less');
  return isLess ? { value: 0, count: 50 } : { value: 1000 * (1 + Math.abs(Number(Threshold))), count: 1 };
}

const calm = (properties: Record<string, never>) =>
  trouble(properties).value === 0 ? { value: 1, count: 1 } : { value: 0, count: 1 };

test('each alarm of the stage goes to ALARM by its metrics, and back', async () => {
  const simple = alarms.filter(({ resource }) => resource.Type === types[0]);
  for (const alarm of [...simple, ...alarms.filter((one) => !simple.includes(one))]) {
    const { id, name, region, resource } = alarm;
    await monitored.laptop.deploy(resource.Type, id, propertiesOf(alarm), region, name);
  }
  const regions = [...new Set(alarms.map(({ region }) => region))];
  const inState = async (state: string) => {
    const all = await Promise.all(regions.map((region) => monitored.states(region)));
    return new Set(all.flatMap((states) => Object.keys(states).filter((name) => states[name] === state)));
  };
  const record = (of: typeof trouble, recorded = simple) => {
    for (const alarm of recorded) {
      const properties = propertiesOf(alarm);
      const { value, count } = of(properties);
      for (const { metric } of metricsOf(properties)) {
        const { Namespace: namespace, MetricName, Dimensions = [] } = metric;
        const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
        const of = { region: alarm.region, namespace, name: MetricName, dimensions };
        for (let sample = 0; sample < count; sample++) monitored.record(of, value);
      }
    }
  };

  const wanted = alarms.map(({ name }) => name).sort();
  const reached = new Set<string>();
  for (let minute = 0; minute < 60 && reached.size < wanted.length; minute++) {
    record(trouble);
    await monitored.pass(1);
    for (const name of await inState('ALARM')) reached.add(name);
  }
  expect([...reached].sort()).toEqual(wanted);

  // An alarm looks back for two more periods than it evaluates.
  const longest = Math.max(
    ...simple.flatMap((alarm) => {
      const properties = propertiesOf(alarm);
      return metricsOf(properties).map(({ period }) => (Number(properties.EvaluationPeriods) + 2) * (period / 60));
    }),
  );
  record(calm);
  // These alarms need a good value in each period; the others are over when there are no values.
  const awaited = simple.filter((alarm) => propertiesOf(alarm).TreatMissingData === ('breaching' as never));
  const stepMinutes = 5;
  for (let minute = 0; minute < longest; minute += stepMinutes) {
    record(calm, awaited);
    await monitored.pass(stepMinutes);
  }
  record(calm);
  await monitored.pass(5);
  expect([...(await inState('ALARM'))].sort()).toEqual([]);
});
