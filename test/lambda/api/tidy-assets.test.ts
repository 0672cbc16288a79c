import { tidyAssets } from '../../../lambda/api/tidy-assets';
import type { Asset } from '../../../lambda/shared/assets';
import { someAsset } from './support';

const now = new Date('2026-01-10T00:00:00Z');
const upload = { uploadId: 'u', partSize: 8, partCount: 1 };
const old = '2026-01-02T23:59:59.000Z';
const recent = '2026-01-03T00:00:00.000Z';

/** A table and a bucket; `broken` is an upload that cannot be aborted. */
function world(rows: readonly Asset[], { arrived = [], broken }: { arrived?: string[]; broken?: string } = {}) {
  const table = new Map(rows.map((row) => [row.id, row]));
  const aborted: string[] = [];
  const clock = { now: now.getTime(), perRecord: 0 };
  const ports = {
    records: {
      async *pages() {
        for (const row of rows) {
          clock.now += clock.perRecord;
          yield [row];
        }
      },
      removeUploading: async (id: string) => table.get(id)?.status === 'UPLOADING' && table.delete(id),
      enlist: async (id: string, members: Partial<Asset>) => {
        table.set(id, { ...(table.get(id) as Asset), ...members });
        return true;
      },
    },
    store: {
      abort: async (id: string) => {
        if (id === broken) throw new Error('S3 is busy');
        aborted.push(id);
      },
      size: async (id: string) => (arrived.includes(id) ? 1 : undefined),
    },
    now: () => new Date(clock.now),
  };
  return { ports, table, aborted, clock };
}

const inAnHour = now.getTime() + 3_600_000;

test('an upload that was not completed within a week is deleted, its record and its parts, and no other', async () => {
  const rows = [
    someAsset({ status: 'UPLOADING', createdAt: old, upload }),
    someAsset({ status: 'UPLOADING', createdAt: recent, upload }),
    someAsset({ status: 'FAILED', createdAt: old }),
  ];
  const { ports, table, aborted } = world(rows);
  const tidied = await tidyAssets(ports, inAnHour);
  expect(tidied).toEqual({ expired: 1, unnoticed: 0, enlisted: 0, isComplete: true });
  expect(aborted).toEqual([rows[0]?.id]);
  expect([...table.keys()]).toEqual([rows[1]?.id, rows[2]?.id]);
});

test('an upload whose source has arrived is kept and counted: its event was lost', async () => {
  const row = someAsset({ status: 'UPLOADING', createdAt: old, upload });
  const { ports, table, aborted } = world([row], { arrived: [row.id] });
  expect(await tidyAssets(ports, inAnHour)).toMatchObject({ expired: 0, unnoticed: 1 });
  expect([table.size, aborted]).toEqual([1, []]);
});

test('a published asset that the catalogue lacks is put back into it', async () => {
  const row = someAsset({ status: 'READY', updatedAt: recent });
  const { ports, table } = world([row]);
  expect(await tidyAssets(ports, inAnHour)).toMatchObject({ enlisted: 1 });
  expect(table.get(row.id)).toMatchObject({ catalogue: 'published', publishedAt: recent });
});

test('an error of one record does not stop the others', async () => {
  const rows = [1, 2].map(() => someAsset({ status: 'UPLOADING', createdAt: old, upload }));
  const { ports, table } = world(rows, { broken: rows[0]?.id });
  expect(await tidyAssets(ports, inAnHour)).toMatchObject({ expired: 1, isComplete: true });
  expect([...table.keys()]).toEqual([rows[0]?.id]);
});

test('it ends in time, and reports that it is not complete', async () => {
  const rows = Array.from({ length: 5 }, () => someAsset({ status: 'UPLOADING', createdAt: old, upload }));
  const { ports, clock } = world(rows);
  clock.perRecord = 20 * 60_000;
  expect(await tidyAssets(ports, inAnHour)).toMatchObject({ expired: 2, isComplete: false });
});
