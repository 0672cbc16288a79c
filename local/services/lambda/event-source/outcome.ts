import type { StreamRecord } from '../../dynamodb/streams';
import type { Outcome } from '../sandbox';
import type { Mapping, Retry } from './mapping';

/** The result of a batch: finished, or failed from a record on, which is given by its index in the batch. */
export type Verdict = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly from: number };

const allFailed: Verdict = { kind: 'failed', from: 0 };

/**
 * Reads a function's result. With `ReportBatchItemFailures`, processing continues at the first record that the function
 * reported. A result of another form, or with records that are not in the batch, is a failure of the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function verdictOf(
  { functionError, payload }: Outcome,
  records: readonly StreamRecord[],
  { reportsItemFailures }: Pick<Mapping, 'reportsItemFailures'>,
): Verdict {
  if (functionError) return allFailed;
  if (!reportsItemFailures) return { kind: 'done' };
  const answer = JSON.parse(payload || 'null') as { batchItemFailures?: unknown } | null;
  if (answer !== null && typeof answer !== 'object') return allFailed;
  const failures = answer?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return allFailed;
  const indexes = failures.map((failure: { itemIdentifier?: unknown } | null) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failure?.itemIdentifier),
  );
  if (indexes.length === 0) return { kind: 'done' };
  return { kind: 'failed', from: Math.max(0, Math.min(...indexes)) };
}

/**
 * Returns how the rest of a batch is retried. Splitting a batch does not count as a retry. `until` is the batch's end,
 * which may be after its last record if the filter left some out.
 */
export function retriesOf(
  records: readonly StreamRecord[],
  { until, attempts }: Retry,
  from: number,
  { bisects }: Pick<Mapping, 'bisects'>,
): readonly Retry[] {
  const rest = records.slice(from);
  // The records before it succeeded, so the rest has failed for the first time.
  const failed = from > 0 ? 1 : attempts + 1;
  if (!bisects || rest.length < 2) return [{ until, attempts: failed }];
  // The function's report has already separated the failed records from the others.
  if (from > 0) return [{ until, attempts: failed }];
  const middle = rest[Math.floor(rest.length / 2) - 1] as StreamRecord;
  return [
    { until: middle.dynamodb.SequenceNumber, attempts },
    { until, attempts },
  ];
}
