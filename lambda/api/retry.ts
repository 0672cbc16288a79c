import { randomBytes } from 'node:crypto';
import type { Asset, Source } from '../shared/assets';
import { Problem } from '../shared/problem';

export interface RetryPorts {
  readonly records: RetryRecords;
  readonly workflow: Workflow;
  readonly now: () => Date;
}

export interface RetryRecords {
  /** `FAILED` → `PROCESSING` under a new run, if nobody else did so since `seen`. Its `reason` stays. */
  claim(seen: Asset, run: string, at: Date): Promise<Asset | undefined>;
  /** Forgets the old reason, while the run is under way. */
  started(assetId: string, run: string, at: Date): Promise<void>;
  /** Back to `FAILED`, for the reason that is still there. */
  unclaim(assetId: string, run: string, at: Date): Promise<void>;
}

export interface Workflow {
  /** Starts a run once: under the same name and input a second call changes nothing. */
  start(assetId: string, run: string, source: Source): Promise<void>;
}

/**
 * Starts the workflow anew for a failed asset. Of several callers at once one wins (409 for the others). A run that was
 * claimed but not started, since this function died in between, still has the old failure's reason: the next retry
 * starts that very run.
 */
export async function retry({ records, workflow, now }: RetryPorts, seen: Asset): Promise<Asset> {
  if (!seen.source) {
    throw new Problem('no-source', 'The upload was not completed. Upload the film again as a new asset.');
  }
  const abandoned = seen.status === 'PROCESSING' && seen.reason !== undefined && seen.run !== undefined;
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
  const claimed = seen.status === 'FAILED' && (await records.claim(seen, newRun(), at));
  if (claimed) return claimed;
  throw new Problem('not-failed', 'Only an asset with the status FAILED can be retried.');
}

/** Eight hexadecimal digits: the folder of a run's files. */
function newRun(): string {
  return randomBytes(4).toString('hex');
}
