import { randomBytes } from 'node:crypto';
import type { Asset, Source } from '../shared/assets';
import { Problem } from '../shared/problem';
import type { DailyUse } from '../shared/usage';

export interface RetryPorts {
  readonly records: RetryRecords;
  readonly workflow: Workflow;
  readonly dailyUse: Pick<DailyUse<'retries'>, 'take'>;
  readonly now: () => Date;
}

interface RetryRecords {
  /** Changes `FAILED` to `PROCESSING` with a new run, unless another request did since `seen`. Keeps `reason`. */
  claim(seen: Asset, run: string, at: Date): Promise<Asset | undefined>;
  /** Removes the old reason while the run is in progress. */
  started(assetId: string, run: string, at: Date): Promise<void>;
  /** Changes the status back to `FAILED`; the old reason is still in the record. */
  unclaim(assetId: string, run: string, at: Date): Promise<void>;
}

interface Workflow {
  /** Starts a run once: under the same name and input a second call changes nothing. */
  start(assetId: string, run: string, source: Source): Promise<void>;
}

/**
 * Starts the workflow again for a failed asset. If several callers retry at once, one succeeds and the others get 409. A
 * run that was claimed but not started, because this function ended in between, still has the old reason: the next retry
 * starts that run.
 */
export async function retry({ records, workflow, dailyUse, now }: RetryPorts, seen: Asset): Promise<Asset> {
  if (!seen.source) {
    throw new Problem('no-source', 'The upload was not completed. Upload the film again as a new asset.');
  }
  const abandoned = seen.status === 'PROCESSING' && seen.reason !== undefined && seen.run !== undefined;
  if (!abandoned) {
    if (seen.status !== 'FAILED') throw notFailed();
    await dailyUse.take(seen.ownerId, 'retries', 1);
  }
  const asset = abandoned ? seen : await claim(records, seen, now());
  const run = asset.run ?? '';
  try {
    await workflow.start(asset.id, run, seen.source);
  } catch (error) {
    await records.unclaim(asset.id, run, now());
    throw error;
  }
  await records.started(asset.id, run, now());
  return { ...asset, reason: undefined };
}

async function claim(records: RetryRecords, seen: Asset, at: Date): Promise<Asset> {
  const claimed = await records.claim(seen, newRun(), at);
  if (claimed) return claimed;
  throw notFailed();
}

const notFailed = () => new Problem('not-failed', 'Only an asset with the status FAILED can be retried.');

/** Eight hexadecimal digits: the folder of a run's files. */
function newRun(): string {
  return randomBytes(4).toString('hex');
}
