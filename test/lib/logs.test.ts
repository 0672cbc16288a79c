import { maxLogDays } from '../../lib/constructs/log-retention';
import { stages } from '../../lib/stages';
import { type Resource, resourcesOf, synthesized } from './synthesis';

interface LifecycleRule {
  readonly Status: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
}

/** Days after which no version of an object with the prefix is left. Of several rules, the shortest time applies. */
function daysKept({ Properties }: Resource, prefix: string): number {
  const rules: LifecycleRule[] = Properties.LifecycleConfiguration?.Rules ?? [];
  const applied = rules.filter(({ Status, Prefix = '' }) => Status === 'Enabled' && prefix.startsWith(Prefix));
  const least = (days: readonly (number | undefined)[]) =>
    Math.min(...days.map((each) => each ?? Number.POSITIVE_INFINITY));
  return (
    least(applied.map((rule) => rule.ExpirationInDays)) +
    least(applied.map((rule) => rule.NoncurrentVersionExpiration?.NoncurrentDays))
  );
}

describe.each(Object.keys(stages))('in the stage %s', (stage) => {
  const { templates } = synthesized(stage);
  const of = (type: string) => resourcesOf(templates, type);
  const buckets = of('AWS::S3::Bucket');

  test('every log group forgets its events after 30 days at most', () => {
    const groups = of('AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(30);
    const longer = groups.filter(([, { Properties }]) => !(Properties.RetentionInDays <= maxLogDays));
    expect(longer.map(([id]) => id)).toEqual([]);
    expect(maxLogDays).toBe(30);
  });

  test('everything that logs has such a log group: one that a service makes by itself keeps its events forever', () => {
    const groupsOf: readonly (readonly [type: string, group: (properties: Resource['Properties']) => unknown])[] = [
      ['AWS::Lambda::Function', ({ LoggingConfig }) => LoggingConfig?.LogGroup],
      [
        'AWS::StepFunctions::StateMachine',
        ({ LoggingConfiguration }) => LoggingConfiguration?.Destinations?.[0].CloudWatchLogsLogGroup.LogGroupArn,
      ],
      ['AWS::ApiGatewayV2::Stage', ({ AccessLogSettings }) => AccessLogSettings?.DestinationArn],
      [
        'AWS::KinesisFirehose::DeliveryStream',
        (properties) => properties.ExtendedS3DestinationConfiguration?.CloudWatchLoggingOptions.LogGroupName,
      ],
    ];
    for (const [type, groupOf] of groupsOf) {
      const resources = of(type);
      expect(resources.length).toBeGreaterThan(0);
      const others = resources.filter(([id, { Properties }]) => {
        const [stack = ''] = id.split('.');
        const text = JSON.stringify(groupOf(Properties) ?? '');
        const ids = Object.keys(templates[stack as keyof typeof templates]?.findResources('AWS::Logs::LogGroup') ?? {});
        return !ids.some((group) => text.includes(`"${group}"`));
      });
      expect(others.map(([id]) => id)).toEqual([]);
    }
  });

  test('every bucket with access logs, and the folder of the edge logs, deletes every version of them in time', () => {
    const named = (text: string) => buckets.filter(([id]) => text.includes(`"${id.split('.')[1]}"`));
    const logging = buckets.flatMap(([id, { Properties }]) => {
      const { DestinationBucketName: name } = Properties.LoggingConfiguration ?? {};
      const [stack] = id.split('.');
      return name ? named(JSON.stringify(name)).filter(([target]) => target.startsWith(`${stack}.`)) : [];
    });
    const targets = new Map(logging);
    expect(targets.size).toBe(3);
    const longer = [...targets].filter(([, bucket]) => !(daysKept(bucket, '') <= maxLogDays));
    expect(longer.map(([id]) => id)).toEqual([]);
    const lake = buckets.find(([id]) => /^storage\.Lake/.test(id))?.[1] as Resource;
    expect(daysKept(lake, 'edge/')).toBeLessThanOrEqual(maxLogDays);
    expect(daysKept(lake, 'interactions/')).toBeGreaterThan(maxLogDays);
  });

  test('every bucket is one of those, or logs its requests to one of those', () => {
    const silent = buckets.filter(
      ([id, { Properties }]) => !Properties.LoggingConfiguration && !id.includes('AccessLog'),
    );
    expect(silent.map(([id]) => id)).toEqual([]);
  });

  test('there are no other logs of requests: of web ACLs, of distributions in the older form, or of Athena', () => {
    expect(of('AWS::WAFv2::LoggingConfiguration')).toEqual([]);
    const distributions = of('AWS::CloudFront::Distribution');
    expect(distributions.map(([, { Properties }]) => Properties.DistributionConfig.Logging)).toEqual([undefined]);
    expect(of('AWS::CloudFront::RealtimeLogConfig')).toEqual([]);
    expect(of('AWS::Cognito::LogDeliveryConfiguration')).toEqual([]);
  });

  test('no access log of an API has a user, a name or a header', () => {
    const formats = of('AWS::ApiGatewayV2::Stage').map(([, { Properties }]) => Properties.AccessLogSettings.Format);
    expect(formats.length).toBeGreaterThan(0);
    const variables = formats.flatMap((format) => Object.values<string>(JSON.parse(format)));
    const allowed = /^\$context\.(requestId|requestTime|routeKey|path|status|responseLatency|integrationErrorMessage)$/;
    const more = /^\$context\.(authorizer\.(viewerAddress|error)|identity\.(sourceIp|caller))$/;
    expect(variables.filter((variable) => !allowed.test(variable) && !more.test(variable))).toEqual([]);
  });
});
