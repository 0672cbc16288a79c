/** What preflight asks of an account. Everything reads. Errors are AWS's own. */
export interface Account {
  readonly id: string;
  /** The value of an SSM parameter. */
  parameter(region: string, name: string): Promise<string | undefined>;
  /** Whether CloudFormation has a resource type in a region. */
  hasType(region: string, type: string): Promise<boolean>;
  /** Names of the stacks that exist. */
  stacks(region: string, names: readonly string[]): Promise<readonly string[]>;
  concurrency(region: string): Promise<{ readonly limit: number; readonly unreserved: number }>;
  /** The id of the pool that has a prefix domain in a region; `undefined` where it is free, or another account's. */
  domainPool(region: string, prefix: string): Promise<string | undefined>;
  /** Whether an SES identity is verified; `undefined` where there is no such identity. */
  isVerified(region: string, identity: string): Promise<boolean | undefined>;
  /** Whether SES may send to addresses that are not verified. */
  isOutOfSandbox(region: string): Promise<boolean>;
  /** QuickSight's edition; `undefined` where the account has not signed up. */
  quickSightEdition(region: string): Promise<string | undefined>;
  hasQuickSightPrincipal(arn: string): Promise<boolean>;
  /** Quotas of a service by their names. */
  quotas(region: string, service: string): Promise<ReadonlyMap<string, number>>;
  /** How many there are: `KeyGroups`, `CachePolicies` and so on. */
  cloudFrontCount(kind: CloudFrontKind): Promise<number>;
  personalizeCount(region: string, kind: 'schemas' | 'datasetGroups' | 'recommenders'): Promise<number>;
  encoderQueues(region: string): Promise<number>;
}

export type CloudFrontKind =
  | 'PublicKey'
  | 'KeyGroup'
  | 'Function'
  | 'CachePolicy'
  | 'ResponseHeadersPolicy'
  | 'Distribution';
