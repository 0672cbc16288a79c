import type { Assembly, Resource, Stack } from '../checks/assembly';

/** The values in a stage's templates that affect its cost, as plain data. */
export interface StageFacts {
  readonly name: string;
  readonly region: string;
  readonly replicaRegion: string;
  readonly priceClass: string;
  readonly webAclRules: number;
  /** Average memory in MB of the functions that serve requests, and of the functions of the pipeline. */
  readonly memory: { readonly api: number; readonly pipeline: number };
  /** The maximum number of recommenders. */
  readonly recommenders: number;
  readonly logDays: number;
  readonly edgeLogDays: number;
  readonly interactionDays: number;
  /** Storage class of sources after their first days; `undefined` if they stay in S3 Standard. */
  readonly sourceClass?: string;
  /** Whether films are copied to the replica region. */
  readonly replicates: boolean;
  /** Whether sources and interactions are copied there too. */
  readonly secondCopies: boolean;
  /** The user pool's plan: `LITE`, `ESSENTIALS`, `PLUS`. */
  readonly userPoolPlan: string;
  readonly hasDashboard: boolean;
  /** Monthly runs of the scheduled workflows, by the schedule's logical id without its hash. */
  readonly scheduledRuns: Readonly<Record<string, number>>;
}

interface Placed {
  readonly stack: Stack;
  readonly id: string;
  readonly resource: Resource;
}

export function resourcesIn({ stacks }: Pick<Assembly, 'stacks'>, type: string): Placed[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => ({ stack, id, resource })),
  );
}

/** All resources of an assembly with their regions, the input of `idleCost`. */
export function placedIn({ stacks }: Pick<Assembly, 'stacks'>): { resource: Resource; region: string }[] {
  return stacks.flatMap(({ region, template }) =>
    Object.values(template.Resources).map((resource) => ({ resource, region })),
  );
}

const hoursPerMonth = 730;
const hoursOf: Readonly<Record<string, number>> = { minute: 1 / 60, hour: 1, day: 24 };

/** The number of runs a month for a schedule such as `rate(15 minutes)`. Throws for another kind of schedule. */
export function runsPerMonth(expression: string): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const hours = hoursOf[unit];
  if (!count || !hours) throw new Error(`The cost of the schedule '${expression}' is unknown`);
  return hoursPerMonth / (Number(count) * hours);
}

/** Reads the values from the templates. Throws if a part that affects the cost is missing. */
export function stageFacts(assembly: Assembly): StageFacts {
  const [api] = resourcesIn(assembly, 'AWS::ApiGatewayV2::Api');
  const [distribution] = resourcesIn(assembly, 'AWS::CloudFront::Distribution');
  const [pool] = resourcesIn(assembly, 'AWS::Cognito::UserPool');
  const buckets = resourcesIn(assembly, 'AWS::S3::Bucket');
  const content = buckets.find(({ resource }) => resource.Properties?.ReplicationConfiguration);
  const replica = buckets.find(({ stack }) => stack.region !== api?.stack.region && stack.region !== 'us-east-1');
  if (!api || !distribution || !pool || !replica)
    throw new Error(`The stage '${assembly.stage}' has no API, distribution, user pool or replica`);
  const copied = buckets.flatMap(({ resource }): string[] =>
    (resource.Properties?.ReplicationConfiguration?.Rules ?? []).map(({ Id }: { Id: string }) => Id),
  );
  const transitions = buckets.flatMap(({ resource }) => rulesOf(resource)).filter(({ Id }) => Id === 'rest');
  // Of logs, the old version is deleted after some days too. It costs as much as the object.
  const days = (id: string) => {
    const rule = buckets.flatMap(({ resource }) => rulesOf(resource)).find(({ Id }) => Id === id);
    return (rule?.ExpirationInDays ?? 0) + (rule?.NoncurrentVersionExpiration?.NoncurrentDays ?? 0);
  };
  return {
    name: assembly.stage,
    region: api.stack.region,
    replicaRegion: replica.stack.region,
    priceClass: distribution.resource.Properties.DistributionConfig.PriceClass ?? 'PriceClass_All',
    webAclRules: resourcesIn(assembly, 'AWS::WAFv2::WebACL').flatMap(({ resource }) => resource.Properties.Rules)
      .length,
    memory: {
      api: memoryOf(assembly, /^(Events|Playback|Assets|Me)Function/),
      pipeline: memoryOf(assembly, /^(Inspect|PlanLadder|Transcode|Publish|Speech)/),
    },
    recommenders: recommendersOf(assembly),
    logDays: resourcesIn(assembly, 'AWS::Logs::LogGroup').find(({ stack }) => stack === api.stack)?.resource.Properties
      ?.RetentionInDays,
    edgeLogDays: days('requests'),
    interactionDays: days('older'),
    sourceClass: transitions[0]?.Transitions?.[0]?.StorageClass,
    replicates: content !== undefined,
    // The replication rules of the uploads bucket and of the lake have the names of those.
    secondCopies: ['uploads', 'lake'].every((id) => copied.includes(id)),
    userPoolPlan: pool.resource.Properties.UserPoolTier,
    hasDashboard: resourcesIn(assembly, 'AWS::QuickSight::Dashboard').length > 0,
    scheduledRuns: Object.fromEntries(
      resourcesIn(assembly, 'AWS::Scheduler::Schedule').map(({ id, resource }) => [
        id.replace(/Schedule\w{8}$/, ''),
        runsPerMonth(resource.Properties.ScheduleExpression),
      ]),
    ),
  };
}

interface LifecycleRule {
  readonly Id?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
  readonly Transitions?: readonly { readonly StorageClass: string }[];
}

const rulesOf = ({ Properties }: Resource): readonly LifecycleRule[] => Properties?.LifecycleConfiguration?.Rules ?? [];

function memoryOf(assembly: Assembly, ids: RegExp): number {
  const sizes = resourcesIn(assembly, 'AWS::Lambda::Function')
    .filter(({ id }) => ids.test(id))
    .map(({ resource }): number => resource.Properties.MemorySize);
  if (sizes.length === 0) throw new Error(`The stage '${assembly.stage}' has no function ${ids}`);
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

/** Counts the recommenders in the environment of the function `recommendations`, which lists the stage's use cases. */
function recommendersOf(assembly: Assembly): number {
  const list = resourcesIn(assembly, 'AWS::Lambda::Function')
    .map(({ resource }) => resource.Properties.Environment?.Variables?.USE_CASES)
    .find((value) => typeof value === 'string');
  if (list === undefined) throw new Error(`No function of the stage '${assembly.stage}' lists its recommenders`);
  return list.split(',').filter(Boolean).length;
}
