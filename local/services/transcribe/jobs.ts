import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Recogniser } from '../../engines/recognise/recogniser';
import type { Transcoder } from '../../engines/transcode/transcoder';
import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import { JobQueue } from '../job-queue';
import { jobRetention } from '../job-retention';
import { emitJobEnd } from './events';
import { reasons, TranscriptionFailure } from './failure';
import { Files } from './files';
import { dataPrincipal, type JobRecord, jobKey } from './job';
import { transcribe } from './perform';

/** Recognition keeps one core busy, and the film's picture is often encoded at the same time. */
const concurrentJobs = Math.max(1, Math.floor(availableParallelism() / 2));

/** All jobs of all regions. They run in the order in which they were created. */
export class Jobs {
  private readonly store: Store<JobRecord>;
  private readonly queue: JobQueue;

  constructor(
    private readonly kernel: Kernel,
    private readonly transcoder: Transcoder,
    private readonly recogniser: Recogniser,
  ) {
    this.store = kernel.store<JobRecord>('transcribe', 'jobs');
    this.queue = new JobQueue({
      concurrency: concurrentJobs,
      workFolder: join(kernel.folder('transcribe'), 'work'),
      log: kernel.log,
      ready: () => this.ready(),
      // A job is in progress until it has ended, so it is ready already.
      repeat: () => {},
      perform: (key, folder, signal) => this.perform(key, folder, signal),
      failed: (key, error) => this.failed(key, error),
    });
  }

  list(region: string): JobRecord[] {
    return this.store.entries().flatMap(([, job]) => (job.region === region ? [job] : []));
  }

  get(region: string, name: string): JobRecord | undefined {
    return this.store.get(jobKey(region, name));
  }

  add(job: JobRecord): void {
    this.store.put(jobKey(job.region, job.name), job);
    this.queue.runReady();
  }

  /** Deletes a job in any state. A running job is interrupted, without an event. */
  async delete({ region, name }: JobRecord): Promise<void> {
    const key = jobKey(region, name);
    const ended = this.queue.cancel(key, 'deleted');
    this.store.delete(key);
    await ended;
  }

  /** Sends the events that a stop or a crash prevented, and runs interrupted jobs again. */
  async start(): Promise<void> {
    for (const [key, job] of this.store.entries()) {
      if (job.status !== 'IN_PROGRESS' && !job.told) await this.emitEnd(key, job);
    }
    this.queue.start();
  }

  async stop(): Promise<void> {
    await this.queue.stop();
    this.transcoder.close();
    this.recogniser.close();
  }

  /** Removes finished jobs after their retention. */
  sweep(): void {
    for (const [key, { finishedAt }] of this.store.entries()) {
      if (finishedAt !== undefined && finishedAt + jobRetention < this.kernel.now()) this.store.delete(key);
    }
  }

  private ready(): string[] {
    return this.store
      .entries()
      .filter(([, { status }]) => status === 'IN_PROGRESS')
      .sort(([, a], [, b]) => a.createdAt - b.createdAt)
      .map(([key]) => key);
  }

  private async perform(key: string, folder: string, signal: AbortSignal): Promise<void> {
    const job = this.update(key, { startedAt: this.kernel.now() });
    const { transcoder, recogniser, kernel } = this;
    const { accountId } = kernel;
    const files = new Files(kernel, dataPrincipal(job, accountId), job.region);
    const result = await transcribe(job, { files, transcoder, recogniser, folder, accountId, signal });
    signal.throwIfAborted();
    await this.finish(key, { status: 'COMPLETED', ...result });
  }

  private async failed(key: string, error: Error): Promise<void> {
    const isExpected = error instanceof TranscriptionFailure;
    if (!isExpected) this.kernel.log('transcribe', `job ${key} failed`, { error: error.stack });
    await this.finish(key, { status: 'FAILED', failureReason: isExpected ? error.message : reasons.internal });
  }

  private async finish(key: string, end: Partial<JobRecord>): Promise<void> {
    await this.emitEnd(key, this.update(key, { ...end, finishedAt: this.kernel.now() }));
  }

  private async emitEnd(key: string, job: JobRecord): Promise<void> {
    try {
      await emitJobEnd(this.kernel, job);
      // The job may have been deleted in the meantime.
      if (this.store.get(key)) this.update(key, { told: true });
    } catch (error) {
      // The next start sends the event again.
      const reason = (error as Error).message;
      this.kernel.log('transcribe', `could not send the event of the end of ${job.name}`, { error: reason });
    }
  }

  private update(key: string, change: Partial<JobRecord>): JobRecord {
    const job = { ...(this.store.get(key) as JobRecord), ...change };
    this.store.put(key, job);
    return job;
  }
}
