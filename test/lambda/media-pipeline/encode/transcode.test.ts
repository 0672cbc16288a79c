import { transcode } from '../../../../lambda/media-pipeline/encode/transcode';
import type { JobResult } from '../../../../lambda/media-pipeline/jobs/start-once';
import type { TranscodeInput } from '../../../../lambda/media-pipeline/messages';

const input: TranscodeInput = {
  assetId: 'abcdefghijklmnopqrstuv',
  run: '0123abcd',
  source: { bucket: 'uploads', key: 'k', versionId: 'v1', size: 1 },
  ladder: {},
  taskToken: 'first token',
};

/** The jobs table, MediaConvert and Step Functions in memory; `crash` names the call that fails once. */
class World {
  readonly jobs: { id: string; requestToken: string }[] = [];
  readonly completed: [token: string, result: JobResult][] = [];
  record: { claimedAt: number; taskToken: string; jobId?: string; result?: JobResult } | undefined;
  isCurrent = true;
  crash: string | undefined;

  readonly runs = { isCurrent: async () => this.isCurrent };
  readonly records = {
    claim: async (_: unknown, taskToken: string) => {
      const isFirst = this.record === undefined;
      this.record = { claimedAt: 1000, ...this.record, taskToken };
      this.step('claim');
      return { ...this.record, isFirst };
    },
    setJob: async (_: unknown, jobId: string) => {
      this.step('setJob');
      if (this.record) this.record.jobId = jobId;
    },
  };
  readonly encoder = {
    create: async (_: unknown, requestToken: string) => {
      this.step('create');
      const id = `job ${this.jobs.length + 1}`;
      this.jobs.push({ id, requestToken });
      this.step('created');
      return id;
    },
    find: async () => this.jobs[0]?.id,
  };
  readonly tasks = {
    complete: async (token: string, result: JobResult) => {
      this.completed.push([token, result]);
    },
  };

  private step(name: string): void {
    if (this.crash !== name) return;
    this.crash = undefined;
    throw new Error(`crashed at ${name}`);
  }
}

test('one job is created, and noted', async () => {
  const world = new World();
  expect(await transcode(input, world)).toEqual({ jobId: 'job 1', isNew: true });
  expect(world.record).toMatchObject({ jobId: 'job 1', taskToken: 'first token' });
});

test('the request token is one that MediaConvert takes: up to 64 ASCII characters, the same for the same run', async () => {
  const world = new World();
  await transcode(input, world);
  expect(world.jobs[0]?.requestToken).toBe('abcdefghijklmnopqrstuv-0123abcd');
});

test.each(['claim', 'create', 'created', 'setJob'])('a crash at %s never makes a second job', async (step) => {
  const world = new World();
  world.crash = step;
  await expect(transcode(input, world)).rejects.toThrow('crashed');
  await transcode({ ...input, taskToken: 'second token' }, world);
  expect(world.jobs).toHaveLength(1);
  expect(world.record).toMatchObject({ jobId: 'job 1', taskToken: 'second token' });
});

test('a repeated call makes no second job, and waits by the newer token', async () => {
  const world = new World();
  await transcode(input, world);
  expect(await transcode({ ...input, taskToken: 'second token' }, world)).toEqual({ jobId: 'job 1', isNew: false });
  expect(world.jobs).toHaveLength(1);
  expect(world.record?.taskToken).toBe('second token');
});

test('a result that came before anybody waited completes the task at once', async () => {
  const world = new World();
  const result = { status: 'COMPLETE', jobId: 'job 1' } as const;
  world.record = { claimedAt: 1000, taskToken: 'lost token', jobId: 'job 1', result };
  await transcode(input, world);
  expect(world.completed).toEqual([['first token', result]]);
  expect(world.jobs).toEqual([]);
});

test('a run that was overtaken by another is not encoded', async () => {
  const world = new World();
  world.isCurrent = false;
  await expect(transcode(input, world)).rejects.toThrow(expect.objectContaining({ name: 'Superseded' }));
  expect(world.jobs).toEqual([]);
});
