import { unsupported } from '../../kernel/known-properties';
import type { Resource } from '../../kernel/service';
import { checkLifecycle } from './lifecycle-rules';
import type { LifecycleRule, ReplicationRule, Tags } from './model';

// biome-ignore lint/suspicious/noExplicitAny: template properties
export type Properties = Record<string, any>;

/** Throws for members of a nested property that would change behaviour and are not supported. */
function only(resource: Resource, path: string, value: object, known: readonly string[]): void {
  const unknown = Object.entries(value).find(([name, given]) => given !== undefined && !known.includes(name));
  if (unknown) throw unsupported(resource, `${path}.${unknown[0]}`);
}

const tagsOf = (tags: readonly Properties[] = []): Tags =>
  Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), String(Value)]));

const number = (value: unknown) => (value === undefined ? undefined : Number(value));

/** Returns whether the bucket sends events to EventBridge. Throws for the other kinds of notification. */
export function notifies(resource: Resource<Properties>): boolean {
  const config = resource.properties.NotificationConfiguration;
  if (!config) return false;
  only(resource, 'NotificationConfiguration', config, ['EventBridgeConfiguration']);
  return config.EventBridgeConfiguration !== undefined && config.EventBridgeConfiguration.EventBridgeEnabled !== false;
}

const lifecycleMembers = [
  ...['Id', 'Status', 'Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan', 'ExpirationInDays'],
  ...['ExpirationDate', 'ExpiredObjectDeleteMarker', 'NoncurrentVersionExpiration', 'AbortIncompleteMultipartUpload'],
  // The rules are checked as in S3 and returned by the API, but nothing is moved to a colder class.
  ...['Transition', 'Transitions', 'NoncurrentVersionTransition', 'NoncurrentVersionTransitions'],
];

export function lifecycleOf(resource: Resource<Properties>): LifecycleRule[] {
  const rules = (resource.properties.LifecycleConfiguration?.Rules ?? []) as Properties[];
  for (const rule of rules) only(resource, 'LifecycleConfiguration.Rules', rule, lifecycleMembers);
  const parsed = rules.map((rule, index) => ({
    id: rule.Id ?? String(index),
    ...(rule.Status !== 'Enabled' && { disabled: true }),
    prefix: rule.Prefix ?? '',
    tags: tagsOf(rule.TagFilters),
    largerThan: number(rule.ObjectSizeGreaterThan),
    smallerThan: number(rule.ObjectSizeLessThan),
    abortUploadsAfterDays: number(rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation),
    expireAfterDays: number(rule.ExpirationInDays),
    expireAt: rule.ExpirationDate && new Date(rule.ExpirationDate).toISOString(),
    removeLoneMarkers: rule.ExpiredObjectDeleteMarker,
    noncurrentDays: number(rule.NoncurrentVersionExpiration?.NoncurrentDays),
    keepNoncurrent: number(rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions),
    transitions: transitionsOf(rule.Transitions, rule.Transition),
    noncurrentTransitions: transitionsOf(rule.NoncurrentVersionTransitions, rule.NoncurrentVersionTransition),
  }));
  try {
    checkLifecycle(parsed);
  } catch (error) {
    throw unsupported(resource, 'LifecycleConfiguration', `is refused by S3: ${(error as Error).message}`);
  }
  return parsed;
}

/** Returns the list, or the single transition of older templates. */
function transitionsOf(list: Properties[] | undefined, single: Properties | undefined) {
  const all = list ?? (single && [single]);
  return all?.map(({ TransitionInDays, TransitionDate, StorageClass }) => ({
    days: number(TransitionInDays),
    date: TransitionDate && new Date(TransitionDate).toISOString(),
    storageClass: String(StorageClass),
  }));
}

const ruleMembers = [
  ...['Id', 'Status', 'Priority', 'Prefix', 'Filter', 'DeleteMarkerReplication', 'SourceSelectionCriteria'],
  'Destination',
];
const destinationMembers = [
  ...['Bucket', 'EncryptionConfiguration'],
  'Metrics',
  // These members have no effect: there is one account and one storage class, and copies arrive within moments.
  ...['Account', 'AccessControlTranslation', 'StorageClass', 'ReplicationTime'],
];

export function replicationOf(resource: Resource<Properties>) {
  const config = resource.properties.ReplicationConfiguration;
  if (!config) return undefined;
  const rules = (config.Rules as Properties[])
    .filter(({ Status }) => Status === 'Enabled')
    .map((rule, index) => replicationRule(resource, rule, index));
  return { roleArn: String(config.Role), rules };
}

function replicationRule(resource: Resource, rule: Properties, index: number): ReplicationRule {
  const path = 'ReplicationConfiguration.Rules';
  const { Filter = {}, Destination } = rule;
  const { And = {} } = Filter;
  only(resource, path, rule, ruleMembers);
  only(resource, `${path}.Destination`, Destination, destinationMembers);
  only(resource, `${path}.SourceSelectionCriteria`, rule.SourceSelectionCriteria ?? {}, ['SseKmsEncryptedObjects']);
  const kmsObjects = rule.SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status === 'Enabled';
  const replicaKey = Destination.EncryptionConfiguration?.ReplicaKmsKeyID as string | undefined;
  if (kmsObjects && !replicaKey) {
    throw unsupported(resource, `${path}.SourceSelectionCriteria`, 'requires Destination.EncryptionConfiguration');
  }
  return {
    id: rule.Id ?? String(index),
    priority: Number(rule.Priority ?? 0),
    prefix: And.Prefix ?? Filter.Prefix ?? rule.Prefix ?? '',
    tags: tagsOf([...(And.TagFilters ?? []), ...(Filter.TagFilter ? [Filter.TagFilter] : [])]),
    deleteMarkers: rule.DeleteMarkerReplication?.Status === 'Enabled',
    kmsObjects,
    destination: String(Destination.Bucket).replace('arn:aws:s3:::', ''),
    ...(replicaKey && { replicaKey }),
    metrics: Destination.Metrics?.Status === 'Enabled',
  };
}

/** Filters of request metrics. Throws for one that is not by prefix. */
export function requestMetricsOf(resource: Resource<Properties>) {
  return ((resource.properties.MetricsConfigurations ?? []) as Properties[]).map((filter) => {
    only(resource, 'MetricsConfigurations', filter, ['Id', 'Prefix']);
    return { id: String(filter.Id), prefix: String(filter.Prefix ?? '') };
  });
}
