/** The data that preflight reads from an account. No method changes anything. Errors of AWS are thrown unchanged. */
export interface Account {
  readonly id: string;
  /** The value of an SSM parameter. */
  parameter(region: string, name: string): Promise<string | undefined>;
  /** Whether CloudFormation supports a resource type in a region. */
  hasType(region: string, type: string): Promise<boolean>;
  /** Names of the stacks that exist. */
  stacks(region: string, names: readonly string[]): Promise<readonly string[]>;
  concurrency(region: string): Promise<{ readonly limit: number; readonly unreserved: number }>;
  /** The id of the pool that uses a prefix domain in a region; `undefined` if it is free or belongs to another account. */
  domainPool(region: string, prefix: string): Promise<string | undefined>;
  /** Whether an SES identity is verified; `undefined` if the identity does not exist. */
  isVerified(region: string, identity: string): Promise<boolean | undefined>;
  /** Whether SES may send to addresses that are not verified. */
  isOutOfSandbox(region: string): Promise<boolean>;
  /** The edition of QuickSight; `undefined` if the account has not signed up. */
  quickSightEdition(region: string): Promise<string | undefined>;
  hasQuickSightPrincipal(arn: string): Promise<boolean>;
  /** The quotas of a service by name. */
  quotas(region: string, service: string): Promise<ReadonlyMap<string, number>>;
  /** The number of resources of a kind. */
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
