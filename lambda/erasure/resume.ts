import { log } from '../shared/log';
import type { Erasure } from './erasure';
import type { ErasureRoutePorts } from './erasures';

export interface ResumePorts {
  readonly open: { pages(): AsyncIterable<readonly Pick<Erasure, 'id' | 'kind' | 'requestedAt'>[]> };
  readonly workflow: ErasureRoutePorts['workflow'];
}

export interface Resumed {
  /** Erasures that are in progress, the started ones included. */
  readonly open: number;
  /** Those that could not be started. */
  readonly failed: number;
  /** Hours since the oldest of them was requested. */
  readonly oldestHours: number;
}

/**
 * Starts each erasure that is not certified, which has no effect if its execution is running. So a request whose start was
 * lost is continued, and an execution that failed is repeated, up to the maximum of executions.
 */
export async function resume({ open, workflow }: ResumePorts, now: Date): Promise<Resumed> {
  let [count, failed, oldest] = [0, 0, now.getTime()];
  for await (const page of open.pages()) {
    for (const { id, kind, requestedAt } of page) {
      count += 1;
      oldest = Math.min(oldest, Date.parse(requestedAt));
      try {
        await workflow.start(kind, id);
      } catch (error) {
        failed += 1;
        log.error('An erasure could not be resumed', { erasure: id, error });
      }
    }
  }
  return { open: count, failed, oldestHours: (now.getTime() - oldest) / 3_600_000 };
}
