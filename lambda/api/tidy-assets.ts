import type { Asset } from '../shared/assets';
import { inCatalogue } from '../shared/assets';
import { isPublished } from '../shared/http-asset';
import { log } from '../shared/log';

/** The members of a record that the tidying reads. */
export type TidyRecord = Pick<
  Asset,
  'id' | 'status' | 'createdAt' | 'updatedAt' | 'catalogue' | 'publishedAt' | 'upload'
>;

export interface TidyPorts {
  readonly records: {
    /** All records, in pages. */
    pages(): AsyncIterable<readonly TidyRecord[]>;
    /** Removes the record if its status is `UPLOADING`; returns `false` if it is not. */
    removeUploading(id: string): Promise<boolean>;
    /** Puts a record back into the catalogue, if it is still published. */
    enlist(id: string, members: ReturnType<typeof inCatalogue>): Promise<boolean>;
  };
  readonly store: {
    abort(id: string, uploadId: string): Promise<void>;
    /** Bytes of the source; `undefined` if there is none. */
    size(id: string): Promise<number | undefined>;
  };
  readonly now: () => Date;
}

export interface Tidied {
  /** Uploads that were not completed in time. */
  expired: number;
  /** Sources that have arrived, but whose records say that they have not: their events were lost. */
  unnoticed: number;
  /** Published assets that the catalogue lacked. */
  enlisted: number;
  /** Whether the time was enough for all records. If not, the next run does the others. */
  isComplete: boolean;
}

/** Days after which an upload that was not completed expires, as parts do by the bucket's lifecycle rule. */
const draftDays = 7;

/**
 * Deletes uploads that were not completed, with their parts, and puts published assets back into the catalogue that their
 * record lacks. An error of one record does not stop the others. @param end milliseconds since 1970 when it stops
 */
export async function tidyAssets({ records, store, now }: TidyPorts, end: number): Promise<Tidied> {
  const tidied: Tidied = { expired: 0, unnoticed: 0, enlisted: 0, isComplete: true };
  const expiry = new Date(now().getTime() - draftDays * 86_400_000).toISOString();

  async function tidy(record: TidyRecord): Promise<void> {
    const { id, status, createdAt, catalogue, upload } = record;
    if (status === 'UPLOADING' && createdAt < expiry) {
      if ((await store.size(id)) !== undefined) {
        log.error('The source of an upload arrived, and its event was lost', { assetId: id });
        tidied.unnoticed += 1;
        return;
      }
      if (upload) await store.abort(id, upload.uploadId);
      if (await records.removeUploading(id)) tidied.expired += 1;
    } else if (isPublished(record) && catalogue === undefined) {
      // Only the time of its last change is known.
      const members = inCatalogue({ publishedAt: record.publishedAt }, new Date(record.updatedAt));
      if (await records.enlist(id, members)) tidied.enlisted += 1;
    }
  }

  for await (const page of records.pages()) {
    for (const record of page) {
      if (now().getTime() >= end) return { ...tidied, isComplete: false };
      await tidy(record).catch((error) => log.error('A record could not be tidied', { error, assetId: record.id }));
    }
  }
  return tidied;
}
