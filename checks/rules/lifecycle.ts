import { type Placed, type Rule, resources } from '../rule';
import { listOf } from '../values';

// biome-ignore lint/suspicious/noExplicitAny: AWS::S3::Bucket Rule, in every form that its schema allows
type LifecycleRule = Readonly<Record<string, any>>;

interface Step {
  readonly days: number;
  readonly storageClass: string;
}

/** S3: STANDARD_IA and ONEZONE_IA are refused before 30 days. */
const infrequent = /_IA$/;

/**
 * Finds lifecycle configurations that S3 refuses although they match the schema. Messages of S3, recorded by others:
 * - "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in the Transition action"
 *   (noobaa-core pull 9969, against AWS)
 * - "'NoncurrentDays' in the NoncurrentVersionExpiration action must be greater than 'NoncurrentDays' in the
 *   NoncurrentVersionTransition action" (go-to-k/cdkd pull 1426, against AWS)
 * - "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'"
 * - "Rule ID must be unique. Found same ID for more than one rule" (pingcap/tiflash 9889)
 * - "'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter '(prefix=)'"
 * S3 accepts rules with overlapping prefixes (localstack's TestS3BucketLifecycle, recorded on AWS 2026-02-21). No record
 * shows whether the first message also compares rules with equal filters; this rule does.
 */
export const lifecycle: Rule = {
  name: 'lifecycle',
  check: (assembly) =>
    resources(assembly, 'AWS::S3::Bucket').flatMap((bucket) => {
      const rules = listOf<LifecycleRule>(bucket.resource.Properties?.LifecycleConfiguration?.Rules).filter(
        ({ Status }) => Status === 'Enabled',
      );
      return [...problems(rules)].map((message) => finding(bucket, message));
    }),
};

const finding = ({ construct }: Placed, message: string) => ({ rule: 'lifecycle', construct, message });

function* problems(rules: readonly LifecycleRule[]): Generator<string> {
  const ids = rules.map(({ Id }) => Id).filter((id) => id !== undefined);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
    yield `Two lifecycle rules have the id "${id}". S3 requires unique ids. Rename one.`;
  }
  for (const filter of new Set(rules.map(filterOf))) {
    const together = rules.filter((rule) => filterOf(rule) === filter);
    const id = together.map(({ Id }) => `"${Id}"`).join(' and ');
    const current = together.flatMap(transitions);
    const noncurrent = together.flatMap(noncurrentTransitions);
    yield* late(`${id} (${filter})`, 'expires objects', current, together.map(expiration));
    yield* late(`${id} (${filter})`, 'expires noncurrent versions', noncurrent, together.map(noncurrentExpiration));
  }
  for (const rule of rules) {
    yield* steps(rule.Id, transitions(rule));
    yield* steps(rule.Id, noncurrentTransitions(rule));
  }
}

/** S3 also refuses equal days. */
function* late(rules: string, does: string, before: readonly Step[], ends: readonly (number | undefined)[]) {
  for (const end of ends) {
    for (const { days, storageClass } of before) {
      if (end !== undefined && end <= days) {
        yield `Lifecycle rule ${rules} ${does} after ${end} days and moves them to ${storageClass} after ${days}. S3 requires a later expiration. Raise it, or remove the transition.`;
      }
    }
  }
}

function* steps(id: string, list: readonly Step[]): Generator<string> {
  for (const [index, { days, storageClass }] of list.entries()) {
    if (infrequent.test(storageClass) && days < 30) {
      yield `Lifecycle rule "${id}" moves objects to ${storageClass} after ${days} days. S3 requires at least 30.`;
    }
    const next = list[index + 1];
    if (next && next.days <= days) {
      yield `Lifecycle rule "${id}" moves objects to ${next.storageClass} after ${next.days} days, and to ${storageClass} after ${days}. List transitions in ascending order of days.`;
    }
    if (list.findIndex((other) => other.storageClass === storageClass) < index) {
      yield `Lifecycle rule "${id}" moves objects to ${storageClass} twice. S3 accepts each class once per rule.`;
    }
  }
}

const filterOf = (rule: LifecycleRule) =>
  `prefix "${rule.Prefix ?? ''}"` +
  ['TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan']
    .filter((name) => rule[name] !== undefined)
    .map((name) => `, ${name} ${JSON.stringify(rule[name])}`)
    .join('');

const transitions = ({ Transition, Transitions }: LifecycleRule): Step[] =>
  listOf<LifecycleRule>(Transitions ?? (Transition && [Transition]))
    .filter(({ TransitionInDays }) => TransitionInDays !== undefined)
    .map(({ TransitionInDays, StorageClass }) => ({ days: Number(TransitionInDays), storageClass: StorageClass }));

const noncurrentTransitions = (rule: LifecycleRule): Step[] =>
  listOf<LifecycleRule>(
    rule.NoncurrentVersionTransitions ?? (rule.NoncurrentVersionTransition && [rule.NoncurrentVersionTransition]),
  ).map(({ TransitionInDays, StorageClass }) => ({ days: Number(TransitionInDays), storageClass: StorageClass }));

const expiration = ({ ExpirationInDays }: LifecycleRule) =>
  ExpirationInDays === undefined ? undefined : Number(ExpirationInDays);

function noncurrentExpiration(rule: LifecycleRule): number | undefined {
  const days = rule.NoncurrentVersionExpiration?.NoncurrentDays ?? rule.NoncurrentVersionExpirationInDays;
  return days === undefined ? undefined : Number(days);
}
