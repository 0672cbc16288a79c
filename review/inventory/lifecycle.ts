import { listOf } from '../../checks/values';

interface Rule {
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
  readonly Transitions?: readonly { readonly StorageClass: string; readonly TransitionInDays: number }[];
}

/** A bucket's lifecycle rules in words. */
export function lifecycleOf(value: unknown): string {
  const rules = listOf<Rule>(value);
  const expired = rules
    .filter(({ ExpirationInDays }) => ExpirationInDays !== undefined)
    .map(({ Prefix, ExpirationInDays }) => `${Prefix ? `\`${Prefix}\` ` : ''}${ExpirationInDays} days`);
  const moved = rules.flatMap(({ Prefix, Transitions = [] }) =>
    Transitions.map(
      ({ StorageClass, TransitionInDays }) =>
        `${Prefix ? `\`${Prefix}\` ` : ''}to ${StorageClass} after ${TransitionInDays} day${TransitionInDays === 1 ? '' : 's'}`,
    ),
  );
  const forAll = rules.some(({ Prefix, ExpirationInDays }) => !Prefix && ExpirationInDays !== undefined);
  const old = rules.flatMap(({ NoncurrentVersionExpiration: each }) => each?.NoncurrentDays ?? []);
  const parts = rules.flatMap(({ AbortIncompleteMultipartUpload: each }) => each?.DaysAfterInitiation ?? []);
  return [
    ...expired,
    ...(forAll ? [] : [expired.length > 0 ? 'the rest until deleted' : 'until deleted']),
    ...moved,
    ...old.map((days) => `old versions ${days} days`),
    ...parts.map((days) => `parts of unfinished uploads ${days} days`),
  ].join('; ');
}
