import type { LifecycleRule as ApiRule, LifecycleRuleFilter, Tag } from '@aws-sdk/client-s3';
import { ServiceError } from '../../kernel/service';
import type { LifecycleRule, LifecycleTransition, Tags } from './model';

const invalid = (message: string) => new ServiceError('InvalidArgument', message);
const malformed = () =>
  new ServiceError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** The minimum age of objects in days, by storage class. */
const minDays: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

/**
 * Throws S3's errors for invalid rules. The messages were recorded from S3 by others: "must be greater" by noobaa-core
 * pull 9969 and go-to-k/cdkd pull 1426, the 30 days by zenn.dev/thaim, unique ids by pingcap/tiflash 9889, days of zero
 * by hashicorp/terraform-provider-aws 35328, midnight by localstack's test_put_bucket_lifecycle_conf_exc.
 */
export function checkLifecycle(rules: readonly LifecycleRule[]): void {
  const ids = rules.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw invalid('Rule ID must be unique. Found same ID for more than one rule');
  for (const rule of rules) {
    const { expireAfterDays, noncurrentDays, transitions = [], noncurrentTransitions = [] } = rule;
    const filter = `filter '(prefix=${rule.prefix})'`;
    const dates = [rule.expireAt, ...transitions.map(({ date }) => date)];
    if (dates.some((date) => date !== undefined && !date.endsWith('T00:00:00.000Z'))) {
      throw invalid("'Date' must be at midnight GMT");
    }
    if (expireAfterDays !== undefined && expireAfterDays < 1) {
      throw invalid("'Days' for Expiration action must be a positive integer");
    }
    if (noncurrentDays !== undefined && noncurrentDays < 1) {
      throw invalid("'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer");
    }
    checkSteps('Transition', 'Days', transitions, filter);
    checkSteps('NoncurrentVersionTransition', 'NoncurrentDays', noncurrentTransitions, filter);
    if (isBefore(expireAfterDays, transitions)) {
      throw invalid(
        `'Days' in the Expiration action for ${filter} must be greater than 'Days' in the Transition action`,
      );
    }
    if (isBefore(noncurrentDays, noncurrentTransitions)) {
      throw invalid(
        "'NoncurrentDays' in the NoncurrentVersionExpiration action must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action",
      );
    }
  }
}

/** The same day counts as well. */
const isBefore = (end: number | undefined, steps: readonly LifecycleTransition[]) =>
  end !== undefined && steps.some(({ days = 0 }) => end <= days);

function checkSteps(action: string, member: string, steps: readonly LifecycleTransition[], filter: string): void {
  for (const { days, storageClass } of steps) {
    const least = minDays[storageClass] ?? 0;
    if (days !== undefined && days < least) {
      throw invalid(
        `'${member}' in ${action} action must be greater than or equal to ${least} for storageClass '${storageClass}'`,
      );
    }
  }
  if (new Set(steps.map(({ storageClass }) => storageClass)).size < steps.length) {
    throw invalid(`'StorageClass' must be different for '${action}' actions in same 'Rule' with ${filter}`);
  }
}

/**
 * Reads a rule of PutBucketLifecycleConfiguration. Throws `MalformedXML`, and `InvalidRequest` for a repeated tag
 * (localstack's recordings of 2026-02-21).
 */
export function ruleFromApi(rule: ApiRule, index: number): LifecycleRule {
  const { Filter, Prefix, Expiration, NoncurrentVersionExpiration: noncurrent, Status } = rule;
  if (Status !== 'Enabled' && Status !== 'Disabled') throw malformed();
  if (Filter === undefined && Prefix === undefined) throw malformed();
  if (Expiration?.ExpiredObjectDeleteMarker !== undefined && Expiration.Days !== undefined) throw malformed();
  if (noncurrent && noncurrent.NoncurrentDays === undefined) throw malformed();
  return {
    id: rule.ID ?? `rule-${index}`,
    ...(Status === 'Disabled' && { disabled: true }),
    ...filterFromApi(Filter ?? { Prefix }),
    abortUploadsAfterDays: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    expireAfterDays: Expiration?.Days,
    expireAt: Expiration?.Date && new Date(Expiration.Date).toISOString(),
    removeLoneMarkers: Expiration?.ExpiredObjectDeleteMarker,
    noncurrentDays: noncurrent?.NoncurrentDays,
    keepNoncurrent: noncurrent?.NewerNoncurrentVersions,
    transitions: rule.Transitions?.map(({ Days, Date: date, StorageClass = '' }) => ({
      days: Days,
      date: date && new Date(date).toISOString(),
      storageClass: StorageClass,
    })),
    noncurrentTransitions: rule.NoncurrentVersionTransitions?.map(({ NoncurrentDays, StorageClass = '' }) => ({
      days: NoncurrentDays,
      storageClass: StorageClass,
    })),
  };
}

function filterFromApi({ And, ...alone }: LifecycleRuleFilter) {
  const members = Object.values(alone).filter((value) => value !== undefined).length;
  if (members > 1 || (And && members > 0)) throw malformed();
  const { Prefix = '', ObjectSizeGreaterThan, ObjectSizeLessThan } = And ?? alone;
  return {
    prefix: Prefix,
    tags: tagsFrom(And?.Tags ?? (alone.Tag ? [alone.Tag] : [])),
    largerThan: ObjectSizeGreaterThan,
    smallerThan: ObjectSizeLessThan,
  };
}

function tagsFrom(tags: readonly Tag[]): Tags {
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw new ServiceError('InvalidRequest', 'Duplicate Tag Keys are not allowed.');
  }
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? '']));
}
