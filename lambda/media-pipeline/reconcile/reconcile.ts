import { inCatalogue } from '../../shared/assets';
import { isPublished } from '../../shared/http-asset';
import { log } from '../../shared/log';
import { type ExecutionPorts, reconcileExecutions } from './executions';
import type { OpenAsset, UploadedSource } from './open-asset';

export interface ReconcilePorts extends ExecutionPorts {
  readonly records: {
    /**
     * The records that are open, in pages: uploads, films in progress, published films that the catalogue lacks, and
     * those that were changed since the time.
     */
    pages(changedSince: Date): AsyncIterable<readonly OpenAsset[]>;
    /** Removes the record if its status is `UPLOADING`; returns `false` if it is not. */
    removeUploading(id: string): Promise<boolean>;
    /** Puts a record back into the catalogue, if it is still published. */
    enlist(id: string, members: ReturnType<typeof inCatalogue>): Promise<boolean>;
  };
  readonly sources: {
    abort(id: string, uploadId: string): Promise<void>;
    /** The source of an asset; `undefined` if it has not been uploaded completely. */
    find(id: string): Promise<UploadedSource | undefined>;
  };
  readonly intake: {
    /** Delivers the event of an uploaded source again. */
    arrived(source: UploadedSource): Promise<void>;
  };
  readonly now: () => Date;
}

export interface Reconciled {
  /** Uploads that were not completed in time, and were deleted. */
  expired: number;
  /** Sources whose events were lost, and were delivered again. */
  arrived: number;
  /** Executions that were never started, and were started. */
  started: number;
  /** Films and languages whose executions ended without a record of it, and which now have a reason. */
  ended: number;
  /** Published assets that the catalogue lacked. */
  enlisted: number;
  /** Films that wait for an administrator. */
  awaiting: number;
  /** Seconds for which the one has waited that waits longest. */
  longestWait: number;
  /** Whether the time was enough for all records. If not, the next run does the others. */
  isComplete: boolean;
}

/** Days after which an upload that was not completed expires, as parts do by the bucket's lifecycle rule. */
const draftDays = 7;

/** Languages are in progress for at most as long as executions wait for services, which is three days. */
const languageDays = 8;

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * Finds what is stuck, and heals it or ends it with a reason. Everything that it does is the repetition of an event or of
 * a start, which have no effect if they were only late. An error of one record does not stop the others.
 * @param graceMinutes a record that was changed, or a source that arrived, within this time is left to its event
 * @param end milliseconds since 1970 when it stops
 */
export async function reconcile(ports: ReconcilePorts, graceMinutes: number, end: number): Promise<Reconciled> {
  const { records, sources, intake, now } = ports;
  const counts = { expired: 0, arrived: 0, started: 0, ended: 0, enlisted: 0, awaiting: 0, longestWait: 0 };
  const reconciled: Reconciled = { ...counts, isComplete: true };
  const before = (milliseconds: number) => new Date(now().getTime() - milliseconds);
  const settled = before(graceMinutes * minute).toISOString();
  const expiry = before(draftDays * day).toISOString();

  async function upload({ id, createdAt, upload }: OpenAsset): Promise<void> {
    const source = await sources.find(id);
    if (source) {
      if (source.arrivedAt > settled) return;
      log.error('The event of an uploaded source was lost', { assetId: id });
      await intake.arrived(source);
      reconciled.arrived += 1;
    } else if (createdAt < expiry) {
      if (upload) await sources.abort(id, upload.uploadId);
      if (await records.removeUploading(id)) reconciled.expired += 1;
    }
  }

  function awaiting({ approval }: OpenAsset): void {
    const since = approval ? new Date(approval.since).getTime() : now().getTime();
    reconciled.awaiting += 1;
    reconciled.longestWait = Math.max(reconciled.longestWait, (now().getTime() - since) / 1000);
  }

  async function film(record: OpenAsset): Promise<void> {
    const { id, updatedAt, publishedAt, catalogue } = record;
    if (isPublished(record) && catalogue === undefined) {
      // Only the time of its last change is known.
      if (await records.enlist(id, inCatalogue({ publishedAt }, new Date(updatedAt)))) reconciled.enlisted += 1;
    }
    if (updatedAt > settled) return;
    const { started, ended } = await reconcileExecutions(record, ports);
    reconciled.started += started;
    reconciled.ended += ended;
  }

  for await (const page of records.pages(before(languageDays * day))) {
    for (const record of page) {
      if (now().getTime() >= end) return { ...reconciled, isComplete: false };
      if (record.status === 'AWAITING_APPROVAL') {
        awaiting(record);
        continue;
      }
      const work = record.status === 'UPLOADING' ? upload(record) : film(record);
      await work.catch((error) => log.error('A record could not be reconciled', { error, assetId: record.id }));
    }
  }
  return reconciled;
}
