import { randomBytes } from 'node:crypto';
import type { Asset, Source } from '../shared/assets';
import type { HttpRequest } from '../shared/http';
import { Problem } from '../shared/problem';
import { inUse, type NotedKeys, oncePerKey } from '../shared/request-key';
import type { DailyUse } from '../shared/usage';

export interface RetryPorts {
  readonly records: RetryRecords;
  readonly workflow: Workflow;
  readonly dailyUse: Pick<DailyUse<'retries'>, 'take'>;
  readonly keys: NotedKeys;
  readonly now: () => Date;
}

type Request = Pick<HttpRequest, 'key' | 'requestId'>;

interface RetryRecords {
  /** Changes `FAILED` to `PROCESSING` with a new run, unless another request did since `seen`. Keeps `reason`. */
  claim(
    seen: Asset,
    claim: { readonly run: string; readonly correlationId: string },
    at: Date,
  ): Promise<Asset | undefined>;
  /** Removes the old reason while the run is in progress. */
  started(assetId: string, run: string, at: Date): Promise<void>;
  /** Changes the status back to `FAILED`; the old reason is still in the record. */
  unclaim(assetId: string, run: string, at: Date): Promise<void>;
}

interface Workflow {
  /** Starts a run once: under the same name and input a second call changes nothing. */
  start(assetId: string, run: string, source: Source, correlationId: string | undefined): Promise<void>;
}

/**
 * Starts the workflow again for a failed asset. If several callers retry at once, one succeeds and the others get 409. A
 * run that was claimed but not started, because this function ended in between, still has the old reason: the next retry
 * starts that run.
 * A request with a key changes nothing if it was carried out before. The key is noted while the run still looks as if it
 * was not started, so that a request that ends before or after that is completed when it is repeated.
 */
export function retry(ports: RetryPorts, seen: Asset, request: Request): Promise<Asset> {
  const again = () => startAgain(ports, seen, request);
  return oncePerKey(ports.keys, request.key, {
    create: again,
    replay: async () => (isAbandoned(seen) ? again() : seen),
  });
}

const isAbandoned = ({ status, reason, run }: Asset) =>
  status === 'PROCESSING' && reason !== undefined && run !== undefined;

async function startAgain(
  { records, workflow, dailyUse, keys, now }: RetryPorts,
  seen: Asset,
  { key, requestId }: Request,
): Promise<Asset> {
  if (!seen.source) {
    throw new Problem('no-source', 'The upload was not completed. Upload the film again as a new asset.');
  }
  const abandoned = isAbandoned(seen);
  if (!abandoned) {
    if (seen.status !== 'FAILED') throw notFailed();
    await dailyUse.take(seen.ownerId, 'retries', 1, key?.id);
  }
  const asset = abandoned ? seen : await claim(records, seen, now(), { key, requestId });
  const run = asset.run ?? '';
  try {
    await workflow.start(asset.id, run, seen.source, asset.correlationId);
  } catch (error) {
    await records.unclaim(asset.id, run, now());
    throw error;
  }
  if (key) await keys.note(key, asset.id);
  await records.started(asset.id, run, now());
  return { ...asset, reason: undefined };
}

async function claim(records: RetryRecords, seen: Asset, at: Date, { key, requestId }: Request): Promise<Asset> {
  const claimed = await records.claim(seen, { run: newRun(), correlationId: requestId }, at);
  if (claimed) return claimed;
  // The request that claimed the asset may have the same key, and notes it in a moment.
  throw key ? inUse() : notFailed();
}

const notFailed = () => new Problem('not-failed', 'Only an asset with the status FAILED can be retried.');

/** Eight hexadecimal digits: the folder of a run's files. */
function newRun(): string {
  return randomBytes(4).toString('hex');
}
