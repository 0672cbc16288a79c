import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Recogniser } from '../../engines/recognise/recogniser';
import type { Transcoder } from '../../engines/transcode/transcoder';
import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import { tellEnd } from './events';
import { reasons, TranscriptionFailure } from './failure';
import { Files } from './files';
import { dataPrincipal, type JobRecord, jobKey } from './job';
import { perform } from './perform';

/** Recognition takes a core for itself; the film's picture is often encoded meanwhile. */
const atATime = Math.max(1, Math.floor(availableParallelism() / 2));

/** All jobs of all regions, kept durably and worked off in the order they came. */
export class Jobs {
  private readonly store: Store<JobRecord>;
  private readonly running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  private started = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly transcoder: Transcoder,
    private readonly recogniser: Recogniser,
  ) {
    this.store = kernel.store<JobRecord>('transcribe', 'jobs');
  }

  list(region: string): JobRecord[] {
    return this.store.entries().flatMap(([, job]) => (job.region === region ? [job] : []));
  }

  get(region: string, name: string): JobRecord | undefined {
    return this.store.get(jobKey(region, name));
  }

  add(job: JobRecord): void {
    this.store.put(jobKey(job.region, job.name), job);
    this.next();
  }

  /** Also of a job that is under way: nothing more is heard of it. */
  async delete({ region, name }: JobRecord): Promise<void> {
    const key = jobKey(region, name);
    const running = this.running.get(key);
    running?.abort.abort(new Error('deleted'));
    await running?.done;
    this.store.delete(key);
  }

  /** Begins anew what a stop or a crash has cut off, and tells of ends that nobody was told of. */
  async start(): Promise<void> {
    rmSync(this.workFolder(), { recursive: true, force: true });
    this.started = true;
    for (const [key, job] of this.store.entries()) {
      if (job.status !== 'IN_PROGRESS' && !job.told) await this.tell(key, job);
    }
    this.next();
  }

  async stop(): Promise<void> {
    this.started = false;
    for (const { abort } of this.running.values()) abort.abort(new Error('stopped'));
    await Promise.all([...this.running.values()].map(({ done }) => done));
    this.transcoder.close();
    this.recogniser.close();
  }

  private next(): void {
    if (!this.started) return;
    const waiting = this.store
      .entries()
      .filter(([key, { status }]) => status === 'IN_PROGRESS' && !this.running.has(key))
      .sort(([, a], [, b]) => a.createdAt - b.createdAt);
    for (const [key] of waiting.slice(0, Math.max(0, atATime - this.running.size))) {
      const abort = new AbortController();
      const done = this.run(key, abort.signal).finally(() => {
        this.running.delete(key);
        this.next();
      });
      this.running.set(key, { abort, done });
    }
  }

  private async run(key: string, signal: AbortSignal): Promise<void> {
    const folder = join(this.workFolder(), createHash('sha256').update(key).digest('hex').slice(0, 16));
    const job = this.update(key, { startedAt: this.kernel.now() });
    let end: Partial<JobRecord>;
    try {
      mkdirSync(folder, { recursive: true });
      const { transcoder, recogniser, kernel } = this;
      const { accountId } = kernel;
      const files = new Files(kernel, dataPrincipal(job, accountId), job.region);
      end = {
        status: 'COMPLETED',
        ...(await perform(job, { files, transcoder, recogniser, folder, accountId, signal })),
      };
    } catch (error) {
      if (signal.aborted) return;
      const isExpected = error instanceof TranscriptionFailure;
      if (!isExpected) this.kernel.log('transcribe', `job ${job.name} failed`, { error: (error as Error).stack });
      end = { status: 'FAILED', failureReason: isExpected ? error.message : reasons.internal };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    if (signal.aborted) return;
    await this.tell(key, this.update(key, { ...end, finishedAt: this.kernel.now() }));
  }

  private async tell(key: string, job: JobRecord): Promise<void> {
    try {
      await tellEnd(this.kernel, job);
      this.update(key, { told: true });
    } catch (error) {
      // It is told at the next start.
      this.kernel.log('transcribe', `could not tell the end of ${job.name}`, { error: (error as Error).message });
    }
  }

  private update(key: string, change: Partial<JobRecord>): JobRecord {
    const job = { ...(this.store.get(key) as JobRecord), ...change };
    this.store.put(key, job);
    return job;
  }

  private workFolder(): string {
    return join(this.kernel.folder('transcribe'), 'work');
  }
}
