import type { FailInput } from '../../../../lambda/media-pipeline/messages';
import type { OpenAsset, UploadedSource } from '../../../../lambda/media-pipeline/reconcile/open-asset';
import { reconcile } from '../../../../lambda/media-pipeline/reconcile/reconcile';
import type { Asset } from '../../../../lambda/shared/assets';
import type { ExecutionState } from '../../../../lambda/shared/executions';
import type { Run, SpeechRun } from '../../../../lambda/shared/run';
import { someAsset } from '../../api/support';

const now = new Date('2026-01-10T00:00:00Z');
const upload = { uploadId: 'u', partSize: 8, partCount: 1 };
const weekOld = '2026-01-02T23:59:59.000Z';
const recent = '2026-01-03T00:00:00.000Z';
const justNow = '2026-01-09T23:55:00.000Z';
const run = '0123abcd';
const source = { bucket: 'uploads', key: 'k', versionId: 'v1', size: 1000 };

interface Account {
  readonly arrived?: readonly UploadedSource[];
  readonly executions?: Readonly<Record<string, ExecutionState>>;
  /** An upload that cannot be aborted. */
  readonly broken?: string;
}

/** A table, a bucket and a state machine. */
function world(rows: readonly Asset[], { arrived = [], executions = {}, broken }: Account = {}) {
  const table = new Map(rows.map((row) => [row.id, row]));
  const aborted: string[] = [];
  const delivered: UploadedSource[] = [];
  const started: Record<string, Run | SpeechRun> = {};
  const ended: FailInput[] = [];
  const clock = { now: now.getTime(), perRecord: 0 };
  const ports = {
    records: {
      async *pages() {
        for (const row of rows) {
          clock.now += clock.perRecord;
          yield [row as OpenAsset];
        }
      },
      removeUploading: async (id: string) => table.get(id)?.status === 'UPLOADING' && table.delete(id),
      enlist: async (id: string, members: Partial<Asset>) => {
        table.set(id, { ...(table.get(id) as Asset), ...members });
        return true;
      },
    },
    sources: {
      abort: async (id: string) => {
        if (id === broken) throw new Error('S3 is busy');
        aborted.push(id);
      },
      find: async (id: string) => arrived.find(({ key }) => key === `uploads/${id}/source`),
    },
    intake: {
      arrived: async (source: UploadedSource) => {
        delivered.push(source);
      },
    },
    executions: {
      find: async (work: string) => executions[work],
      startAgain: async (work: string, input: Run | SpeechRun) => {
        started[work] = input;
      },
    },
    failures: {
      record: async (failure: FailInput) => {
        ended.push(failure);
      },
    },
    now: () => new Date(clock.now),
  };
  return { ports, table, aborted, delivered, started, ended, clock };
}

const inAnHour = now.getTime() + 3_600_000;
const none = { expired: 0, arrived: 0, started: 0, ended: 0, enlisted: 0, awaiting: 0, longestWait: 0 };
const nothing = { ...none, isComplete: true };

describe('an upload', () => {
  const arrivedAt = (id: string, at: string): UploadedSource => ({
    ...source,
    key: `uploads/${id}/source`,
    arrivedAt: at,
  });

  test('that was not completed within a week is deleted, its record and its parts, and no other', async () => {
    const rows = [
      someAsset({ status: 'UPLOADING', createdAt: weekOld, upload }),
      someAsset({ status: 'UPLOADING', createdAt: recent, upload }),
      someAsset({ status: 'FAILED', createdAt: weekOld }),
    ];
    const { ports, table, aborted } = world(rows);
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, expired: 1 });
    expect(aborted).toEqual([rows[0]?.id]);
    expect([...table.keys()]).toEqual([rows[1]?.id, rows[2]?.id]);
  });

  test.each([weekOld, recent])('whose source has arrived gets its event again, from %s', async (createdAt) => {
    const row = someAsset({ status: 'UPLOADING', createdAt, upload });
    const arrival = arrivedAt(row.id, recent);
    const { ports, table, aborted, delivered } = world([row], { arrived: [arrival] });
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, arrived: 1 });
    expect([table.size, aborted, delivered]).toEqual([1, [], [arrival]]);
  });

  test('whose source arrived a moment ago is left to its event', async () => {
    const row = someAsset({ status: 'UPLOADING', createdAt: weekOld, upload });
    const { ports, table, delivered } = world([row], { arrived: [arrivedAt(row.id, justNow)] });
    expect(await reconcile(ports, 10, inAnHour)).toEqual(nothing);
    expect([table.size, delivered]).toEqual([1, []]);
  });
});

describe('a film in progress', () => {
  const film = (members: Partial<Asset> = {}) =>
    someAsset({ status: 'PROCESSING', run, source, updatedAt: recent, ...members });

  test('whose execution runs is left alone', async () => {
    const row = film();
    const { ports, started, ended } = world([row], { executions: { [`${row.id}-${run}`]: { status: 'RUNNING' } } });
    expect(await reconcile(ports, 10, inAnHour)).toEqual(nothing);
    expect([started, ended]).toEqual([{}, []]);
  });

  test('whose execution was never started is started, under the name that its start had', async () => {
    const retried = film();
    const executionArn = 'arn:aws:states:eu-west-1:1:execution:Workflow:name-of-source';
    const uploaded = film({ executionArn });
    const { ports, started } = world([retried, uploaded]);
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, started: 2 });
    expect(started).toEqual({
      [`${retried.id}-${run}`]: { assetId: retried.id, run, source },
      'name-of-source': { assetId: uploaded.id, run, source },
    });
  });

  test('whose execution failed without recording it fails with the error', async () => {
    const row = film({ status: 'PLAYABLE' });
    const failed = { status: 'FAILED', error: 'TooSmall', cause: 'c' } as const;
    const { ports, ended } = world([row], { executions: { [`${row.id}-${run}`]: failed } });
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, ended: 1, enlisted: 1 });
    expect(ended).toEqual([{ assetId: row.id, run, attempt: run, error: 'TooSmall', cause: 'c' }]);
  });

  test('whose execution succeeded, although the film is not ready, fails with a reason', async () => {
    const row = film();
    const { ports, ended } = world([row], { executions: { [`${row.id}-${run}`]: { status: 'SUCCEEDED' } } });
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, ended: 1 });
    expect(ended).toEqual([{ assetId: row.id, run, attempt: run, error: 'ExecutionLost' }]);
  });

  test('that was changed a moment ago is left to its execution', async () => {
    const { ports } = world([film({ updatedAt: justNow })]);
    expect(await reconcile(ports, 10, inAnHour)).toEqual(nothing);
  });
});

describe('languages of a published film', () => {
  const attempt = 'aaaaaaaa';
  const film = (languages: object[]) =>
    someAsset({
      ...{ status: 'READY', run, source, updatedAt: recent, catalogue: 'published', durationSeconds: 12 },
      speech: { run, status: 'found', language: 'en', languages: [{ language: 'en' }, ...languages] },
    } as Partial<Asset>);

  test('whose execution was never started get one', async () => {
    const row = film([{ language: 'es', attempt }, { language: 'fr' }]);
    const { ports, started } = world([row]);
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, started: 1 });
    expect(started).toEqual({
      [`${row.id}-${attempt}`]: {
        ...{ assetId: row.id, run, source },
        speech: { attempt, languages: ['es'], durationSeconds: 12 },
      },
    });
  });

  test('whose execution has ended are missing with a reason', async () => {
    const row = film([
      { language: 'es', attempt },
      { language: 'it', attempt: 'bbbbbbbb', missing: { code: 'NoVoice', message: '' } },
    ]);
    const executions = { [`${row.id}-${attempt}`]: { status: 'FAILED', error: 'States.Timeout' } as const };
    const { ports, ended } = world([row], { executions });
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, ended: 1 });
    expect(ended).toEqual([{ assetId: row.id, run, attempt, error: 'States.Timeout' }]);
  });
});

test('without a time of grace, what changed a moment ago is reconciled too', async () => {
  const row = someAsset({ status: 'PROCESSING', run, source, updatedAt: justNow });
  expect(await reconcile(world([row]).ports, 0, inAnHour)).toEqual({ ...nothing, started: 1 });
});

test('a published asset that the catalogue lacks is put back into it', async () => {
  const row = someAsset({ status: 'READY', updatedAt: recent });
  const { ports, table } = world([row]);
  expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, enlisted: 1 });
  expect(table.get(row.id)).toMatchObject({ catalogue: 'published', publishedAt: recent });
});

test('an error of one record does not stop the others', async () => {
  const rows = [1, 2].map(() => someAsset({ status: 'UPLOADING', createdAt: weekOld, upload }));
  const { ports, table } = world(rows, { broken: rows[0]?.id });
  expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, expired: 1 });
  expect([...table.keys()]).toEqual([rows[0]?.id]);
});

test('it ends in time, and reports that it is not complete', async () => {
  const rows = Array.from({ length: 5 }, () => someAsset({ status: 'UPLOADING', createdAt: weekOld, upload }));
  const { ports, clock } = world(rows);
  clock.perRecord = 20 * 60_000;
  expect(await reconcile(ports, 10, inAnHour)).toMatchObject({ expired: 2, isComplete: false });
});

describe('a film above the budget', () => {
  const approval = { run, estimate: 2, limit: 'perMonth', maximum: 1 } as const;
  const before = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();

  test('waits, which is counted, and nothing is started', async () => {
    const waits = [60, 7200].map((seconds) =>
      someAsset({ status: 'AWAITING_APPROVAL', run, source, approval: { ...approval, since: before(seconds) } }),
    );
    const { ports, started } = world(waits);
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, awaiting: 2, longestWait: 7200 });
    expect(started).toEqual({});
  });

  test('is started under the name of its approval if the start was lost', async () => {
    const decided = { ...approval, since: before(7200), decision: 'approve' } as const;
    const row = someAsset({ status: 'PROCESSING', run, source, approval: decided, updatedAt: recent });
    const { ports, started } = world([row], { executions: { [`${row.id}-${run}`]: { status: 'SUCCEEDED' } } });
    expect(await reconcile(ports, 10, inAnHour)).toEqual({ ...nothing, started: 1 });
    expect(Object.keys(started)).toEqual([`${row.id}-${run}-approved`]);
  });
});
