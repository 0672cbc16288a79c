import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { ServiceError } from '../../../kernel/service';

/** The maximum number of entries in a batch (API reference). */
const maxEntries = 10;

/**
 * Carries out the entries independently of each other. Failures are reported by their ids. Throws `EmptyBatchRequest`,
 * `TooManyEntriesInBatchRequest`, `BatchEntryIdsNotDistinct`, `InvalidBatchEntryId`, and the errors of `check`.
 */
export function inBatch<E extends { readonly Id?: string }, R extends object>(
  entries: readonly E[] | undefined,
  work: (entry: E) => R,
  check?: () => void,
): { Successful: (R & { Id: string })[]; Failed: BatchResultErrorEntry[] } {
  if (!entries || entries.length === 0) {
    throw new ServiceError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > maxEntries) {
    throw new ServiceError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maxEntries}. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map(({ Id = '' }) => Id);
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw new ServiceError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new ServiceError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  check?.();

  const result: { Successful: (R & { Id: string })[]; Failed: BatchResultErrorEntry[] } = {
    Successful: [],
    Failed: [],
  };
  for (const [index, entry] of entries.entries()) {
    const Id = ids[index] as string;
    try {
      result.Successful.push({ ...work(entry), Id });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      result.Failed.push({ Id, Code: error.name, Message: error.message, SenderFault: true });
    }
  }
  return result;
}
