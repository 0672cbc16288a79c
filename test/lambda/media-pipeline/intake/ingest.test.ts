import {
  type Arrival,
  ingest,
  type ObjectCreated,
  objectCreated,
} from '../../../../lambda/media-pipeline/intake/ingest';
import type { Asset } from '../../../../lambda/shared/assets';
import type { Run } from '../../../../lambda/shared/run';

const id = 'abcdefghijklmnopqrstuv';

function created(more: Partial<ObjectCreated['detail']['object']> = {}): ObjectCreated {
  const object = { key: `uploads/${id}/source`, size: 10, 'version-id': 'v1', sequencer: '0A', ...more };
  return { detail: { bucket: { name: 'uploads' }, object } };
}

/** The tables and the state machine in memory; `crash` names the call that fails once. */
class World {
  readonly asset: Pick<Asset, 'id' | 'status'> & Partial<Asset> = { id, status: 'UPLOADING' };
  readonly executions = new Map<string, Run>();
  readonly calls: string[] = [];
  private readonly finished = new Set<string>();
  crash: string | undefined;

  readonly assets = {
    find: async (asked: string) => (asked === id ? (this.asset as Asset) : undefined),
    startRun: async ({ run, sequence, source }: Arrival) => {
      this.step('startRun');
      if (this.asset.status === 'DELETED') return 'deleted' as const;
      if (this.asset.sourceSequence === sequence) return 'same' as const;
      if ((this.asset.sourceSequence ?? '') > sequence) return 'stale' as const;
      Object.assign(this.asset, { sourceSequence: sequence, status: 'PROCESSING', run, source });
      return 'taken' as const;
    },
  };
  readonly arrivals = {
    isDone: async ({ executionName }: Arrival) => {
      this.step('isDone');
      return this.finished.has(executionName);
    },
    done: async ({ executionName }: Arrival) => {
      this.step('done');
      this.finished.add(executionName);
    },
  };
  readonly workflow = {
    startOnce: async (name: string, input: Run) => {
      this.step('start');
      if (!this.executions.has(name)) this.executions.set(name, input);
    },
  };

  private step(name: string): void {
    this.calls.push(name);
    if (this.crash !== name) return;
    this.crash = undefined;
    throw new Error(`crashed at ${name}`);
  }
}

test('a source starts one execution, about its version', async () => {
  const world = new World();
  expect(await ingest(created(), world)).toBe('started');
  const [[name, input] = []] = [...world.executions];
  expect(name).toMatch(new RegExp(`^${id}-[0-9a-f]{32}$`));
  expect(input).toMatchObject({
    assetId: id,
    run: expect.stringMatching(/^[0-9a-f]{8}$/),
    source: { versionId: 'v1' },
  });
  expect(world.asset).toMatchObject({ status: 'PROCESSING', run: input?.run });
});

test('duplicates start nothing more', async () => {
  const world = new World();
  await ingest(created(), world);
  expect(await ingest(created(), world)).toBe('duplicate');
  expect(world.executions.size).toBe(1);
});

test('a duplicate that comes after the film is ready does not touch it', async () => {
  const world = new World();
  await ingest(created(), world);
  world.asset.status = 'READY';
  await ingest(created(), world);
  expect(world.asset.status).toBe('READY');
});

test('an older version whose event comes late starts nothing', async () => {
  const world = new World();
  await ingest(created({ 'version-id': 'v2', sequencer: '0B' }), world);
  expect(await ingest(created({ 'version-id': 'v1', sequencer: '0A' }), world)).toBe('stale');
  expect([...world.executions.values()].map(({ source }) => source.versionId)).toEqual(['v2']);
});

test('a newer version is worth an execution of its own', async () => {
  const world = new World();
  await ingest(created(), world);
  expect(await ingest(created({ 'version-id': 'v2', sequencer: '0B' }), world)).toBe('started');
  expect(new Set([...world.executions.values()].map(({ run }) => run)).size).toBe(2);
});

test('sequencers of different lengths are compared as S3 says: padded with zeros on the right', async () => {
  const world = new World();
  await ingest(created({ 'version-id': 'v2', sequencer: '0B' }), world);
  expect(await ingest(created({ 'version-id': 'v1', sequencer: '0AFFFF' }), world)).toBe('stale');
});

test.each(['isDone', 'startRun', 'start', 'done'])('a crash at %s is healed by the next attempt', async (step) => {
  const world = new World();
  world.crash = step;
  await expect(ingest(created(), world)).rejects.toThrow('crashed');
  expect(await ingest(created(), world)).toBe('started');
  expect(await ingest(created(), world)).toBe('duplicate');
  expect(world.executions.size).toBe(1);
});

test.each([
  `uploads/${id}/other`,
  `uploads/${id}/source/more`,
  'uploads/short/source',
  `${id}/source`,
  `uploads/../${id}/source`,
])('an object at %s is none of ours', async (key) => {
  const world = new World();
  expect(await ingest(created({ key }), world)).toBe('foreign-key');
  expect(world.calls).toEqual([]);
});

test('a source of an unknown asset is left alone', async () => {
  const world = new World();
  expect(await ingest(created({ key: 'uploads/azzzzzzzzzzzzzzzzzzzzz/source' }), world)).toBe('unknown-asset');
  expect(world.executions.size).toBe(0);
});

test('a source of a deleted asset is left alone', async () => {
  const world = new World();
  world.asset.status = 'DELETED';
  expect(await ingest(created(), world)).toBe('unknown-asset');
  expect(world.executions.size).toBe(0);
});

test("S3's documented event is understood", () => {
  const event = {
    version: '0',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    detail: {
      version: '0',
      bucket: { name: 'uploads' },
      object: { key: 'k', size: 5, etag: 'b1946ac9', 'version-id': 'IYV3p45B', sequencer: '617f08299329d189' },
      'request-id': 'N4N7GDK58NMKJ12R',
      reason: 'CompleteMultipartUpload',
    },
  };
  expect(objectCreated.parse(event).detail.object['version-id']).toBe('IYV3p45B');
});

test('an event without a version is refused, rather than taken for one', () => {
  const { detail } = created();
  const { 'version-id': _, ...object } = detail.object;
  expect(() => objectCreated.parse({ detail: { ...detail, object } })).toThrow();
});
