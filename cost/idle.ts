import type { Resource } from '../checks/assembly';
import { numbers } from './assumptions';
import { type Line, type Priced, priced, type Sum, sumOf } from './line';
import type { PriceKey } from './prices';
import { runsPerMonth } from './stage';

interface Kind {
  readonly type: string;
  readonly price: PriceKey;
  /** The number of billed units of one resource. @default 1 */
  readonly count?: (resource: Resource) => number;
}

/** Resources with a monthly price. Budgets without actions are free (price list of AWSBudgets, 2020-10-01). */
const kinds: readonly Kind[] = [
  { type: 'AWS::KMS::Key', price: 'kms.key' },
  { type: 'AWS::KMS::ReplicaKey', price: 'kms.key' },
  { type: 'AWS::WAFv2::WebACL', price: 'waf.acl' },
  { type: 'AWS::WAFv2::WebACL', price: 'waf.rule', count: ({ Properties }) => Properties?.Rules?.length ?? 0 },
  {
    type: 'AWS::SecretsManager::Secret',
    price: 'secrets.secret',
    count: ({ Properties }) => 1 + (Properties?.ReplicaRegions?.length ?? 0),
  },
  { type: 'AWS::CloudWatch::Alarm', price: 'cloudwatch.alarm', count: metricsOf },
  { type: 'AWS::CloudWatch::CompositeAlarm', price: 'cloudwatch.composite' },
  { type: 'AWS::S3::Bucket', price: 'cloudwatch.metric', count: replicationMetrics },
  { type: 'AWS::CloudWatch::Dashboard', price: 'cloudwatch.dashboard' },
  { type: 'AWS::QuickSight::Dashboard', price: 'quicksight.author' },
];

/** The number of metrics that an alarm reads. */
function metricsOf({ Properties }: Resource): number {
  const queries: readonly { readonly MetricStat?: object }[] = Properties?.Metrics ?? [];
  return Math.max(1, queries.filter(({ MetricStat }) => MetricStat).length);
}

/**
 * S3 publishes four metrics for each replication rule that has metrics turned on, and bills them as custom metrics:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
function replicationMetrics({ Properties }: Resource): number {
  const rules: readonly { readonly Destination: { readonly Metrics?: { readonly Status: string } } }[] =
    Properties?.ReplicationConfiguration?.Rules ?? [];
  return 4 * rules.filter(({ Destination }) => Destination.Metrics?.Status === 'Enabled').length;
}

/** A resource of a stage with the region of its stack. */
export interface Placed {
  readonly resource: Resource;
  readonly region: string;
}

export interface IdleCost extends Sum {
  readonly lines: readonly Priced[];
}

/**
 * The monthly cost of a stage without users and stored data: its resources and its scheduled workflows, without free
 * allowances and taxes. It excludes recommenders, which do not run without data: {@link recommenderLine}.
 */
export function idleCost(placed: readonly Placed[]): IdleCost {
  const ofType = (type: string) => placed.filter(({ resource }) => resource.Type === type);
  const there = kinds.flatMap(({ type, price, count = () => 1 }): Line[] => {
    const found = ofType(type);
    const quantity = found.reduce((sum, { resource }) => sum + count(resource), 0);
    return quantity === 0 ? [] : [{ price, quantity, driver: 'idle', region: found[0]?.region ?? '' }];
  });
  const schedules = ofType('AWS::Scheduler::Schedule');
  const lines = merged([...there, ...schedules.flatMap(scheduled)]).map(priced);
  return { lines, ...sumOf(lines) };
}

/** GB of memory of a scheduled function. */
const scheduledMemory = 0.25;

/** The cost of a scheduled function, or of the workflow that checks the recommenders. */
function scheduled({ resource, region }: Placed): Line[] {
  const n = numbers();
  const runs = runsPerMonth(resource.Properties?.ScheduleExpression ?? '');
  const target = JSON.stringify(resource.Properties?.Target?.Arn ?? '');
  // The address of a function is an attribute of it, and that of a state machine is its reference.
  if (/"Fn::GetAtt":\["\w*Function/.test(target)) {
    const of = { driver: 'idle', region, use: 'scheduled functions' } as const;
    // Without new interactions, it lists one page of the lake each time, and starts the rankings once a day.
    const ranks = target.includes('Popularity');
    return [
      ...(ranks ? [{ ...of, price: 's3.put', quantity: runs, use: 'lists of the lake' } as const] : []),
      ...(ranks ? workflow(n.hoursPerMonth / 24, n.popularityTransitions, n.popularityQueries, region) : []),
      { price: 'scheduler.invocation', quantity: runs, driver: 'idle', region },
      { price: 'lambda.request', quantity: runs, ...of },
      { price: 'lambda.compute', quantity: runs * n.scheduledSeconds * scheduledMemory, ...of },
      { price: 'cloudwatch.ingest', quantity: (runs * n.logBytes) / 1e9, ...of },
    ];
  }
  return [
    { price: 'scheduler.invocation', quantity: runs, driver: 'idle', region },
    ...workflow(runs, n.lifecycleTransitions, 0, region),
  ];
}

/** Executions of a scheduled workflow. @param runs a month @param queries of Athena in a run */
function workflow(runs: number, transitionsOfRun: number, queriesOfRun: number, region: string): Line[] {
  const n = numbers();
  const transitions = runs * transitionsOfRun;
  const queries = runs * queriesOfRun;
  const idle = { driver: 'idle', region } as const;
  return [
    { price: 'states.transition', quantity: transitions, use: 'scheduled workflows', ...idle },
    {
      price: 'cloudwatch.ingest',
      quantity: (transitions * n.workflowLogBytes) / 1e9,
      use: 'scheduled workflows',
      ...idle,
    },
    { price: 'xray.trace', quantity: runs * n.tracedShare, use: 'scheduled workflows', ...idle },
    ...(queries === 0
      ? []
      : ([
          { price: 'athena.scan', quantity: (queries * n.leastScan) / 1e6, use: 'rankings', ...idle },
          // Each query writes a result and its metadata.
          { price: 's3.put', quantity: queries * 2, use: 'results of queries', ...idle },
        ] as const)),
  ];
}

function merged(lines: readonly Line[]): Line[] {
  const byName = new Map<string, Line>();
  for (const line of lines) {
    const name = `${line.price} ${line.use} ${line.region}`;
    const before = byName.get(name);
    byName.set(name, before ? { ...line, quantity: before.quantity + line.quantity } : line);
  }
  return [...byName.values()];
}

/** The cost of recommenders that are active all month. They exist only after there is enough data. */
export function recommenderLine(recommenders: number, region: string): Line {
  const { hoursPerMonth } = numbers();
  return { price: 'personalize.recommender', quantity: recommenders * hoursPerMonth, driver: 'idle', region };
}
