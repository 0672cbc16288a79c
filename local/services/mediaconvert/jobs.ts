import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Transcoder } from '../../engines/transcode/transcoder';
import { assumeRole } from '../../iam/assume-role';
import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import { JobQueue } from '../job-queue';
import { jobRetention } from '../job-retention';
import { contentKeys } from './content-keys';
import { encode } from './encode';
import { codes, engineError, inputError, JobError } from './errors';
import { JobEvents, jobPercent } from './events';
import { type JobPhase, type JobRecord, jobPrincipal } from './job';
import { publish } from './publish';
import { parseS3Url, S3 } from './s3';

/** Every encoder is itself parallel, so more jobs at a time would only delay all of them. */
const concurrentJobs = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));

/** Milliseconds between two progress events. MediaConvert's shortest interval is ten seconds; jobs here are shorter. */
const updateInterval = 2000;

/** All jobs of all regions. They run by priority, then in the order in which they were created. */
export class Jobs {
  private readonly store: Store<JobRecord>;
  private readonly events: JobEvents;
  private readonly queue: JobQueue;

  constructor(
    private readonly kernel: Kernel,
    private readonly transcoder: Transcoder,
    private readonly isPaused: (queueArn: string) => boolean,
  ) {
    this.store = kernel.store<JobRecord>('mediaconvert', 'jobs');
    this.events = new JobEvents(kernel);
    this.queue = new JobQueue({
      concurrency: concurrentJobs,
      workFolder: join(kernel.folder('mediaconvert'), 'work'),
      log: kernel.log,
      ready: () => this.ready(),
      repeat: (id) => this.repeat(id),
      perform: (id, folder, signal) => this.perform(id, folder, signal),
      failed: (id, error) => this.failed(id, error),
    });
  }

  list(region: string): JobRecord[] {
    return this.store.entries().flatMap(([, job]) => (job.region === region ? [job] : []));
  }

  get(region: string, id: string): JobRecord | undefined {
    const job = this.store.get(id);
    return job?.region === region ? job : undefined;
  }

  add(job: JobRecord): void {
    this.store.put(job.id, job);
    this.queue.runReady();
  }

  /** Cancels a job that is waiting or running. The job must not be finished. */
  async cancel(id: string): Promise<void> {
    const job = this.update(id, { status: 'CANCELED', finishedAt: this.kernel.now() });
    await this.queue.cancel(id, 'canceled');
    await this.events.canceled(job);
  }

  /** Runs jobs that a stop or a crash interrupted again, with the same ids and the same output files. */
  start(): void {
    for (const [id, { status }] of this.store.entries()) if (status === 'PROGRESSING') this.repeat(id);
    this.queue.start();
  }

  async stop(): Promise<void> {
    await this.queue.stop();
    this.transcoder.close();
  }

  /** Removes finished jobs after their retention. */
  sweep(): void {
    for (const [id, { finishedAt }] of this.store.entries()) {
      if (finishedAt !== undefined && finishedAt + jobRetention < this.kernel.now()) this.store.delete(id);
    }
  }

  /** To be called when a paused queue becomes active. */
  queueActivated(): void {
    this.queue.runReady();
  }

  /** Makes a job ready again that has begun. */
  private repeat(id: string): void {
    const job = this.store.get(id);
    if (job?.status !== 'PROGRESSING') return;
    this.update(id, { status: 'SUBMITTED', phase: undefined, percent: undefined, attempt: job.attempt + 1 });
  }

  private ready(): string[] {
    return this.store
      .entries()
      .map(([, job]) => job)
      .filter(({ status, queueArn }) => status === 'SUBMITTED' && !this.isPaused(queueArn))
      .sort((a, b) => b.priority - a.priority || a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  }

  private async failed(id: string, error: Error): Promise<void> {
    const { code, message } = error instanceof JobError ? error : new JobError(codes.unknown, error.message);
    if (!(error instanceof JobError)) this.kernel.log('mediaconvert', `job ${id} failed`, { error: error.stack });
    const ended = { status: 'ERROR', errorCode: code, errorMessage: message, finishedAt: this.kernel.now() } as const;
    await this.events.error(this.update(id, ended));
  }

  private async perform(id: string, folder: string, signal: AbortSignal): Promise<void> {
    const job = this.update(id, { status: 'PROGRESSING', phase: 'PROBING', startedAt: this.kernel.now(), percent: 0 });
    await this.events.progressing(job);
    const s3 = new S3(this.kernel, jobPrincipal(job, this.kernel.accountId), job.region);
    const url = job.settings.Inputs?.[0]?.FileInput ?? '';
    const file = 'source';
    try {
      const { role: roleArn, arn: sourceArn, region } = job;
      assumeRole(this.kernel, { service: 'mediaconvert.amazonaws.com', roleArn, sourceArn, region });
      await s3.download(parseS3Url(url), join(folder, file), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw inputError(url, error as Error);
    }
    const info = await this.transcoder.probe(join(folder, file), { signal }).catch((error: Error) => {
      signal.throwIfAborted();
      throw engineError(error, `Unable to open input file [${url}]: [Failed probe/open: [${error.message}]]`);
    });
    await this.events.inputInformation(job, url, info);

    let lastUpdate = 0;
    const reportProgress = async (phase: JobPhase, percent: number, frames: number) => {
      const now = Date.now();
      if (signal.aborted || now - lastUpdate < updateInterval) return;
      lastUpdate = now;
      const current = this.update(id, { phase, percent: jobPercent(phase, percent) });
      await this.events.statusUpdate(current, phase, percent, frames);
    };
    const keys = await contentKeys(this.kernel, job, job.settings);
    this.update(id, { phase: 'TRANSCODING' });
    let frames = 0;
    const encoded = await encode(this.transcoder, job.settings, info, {
      folder,
      file,
      keys,
      signal,
      onRepeat: () => this.countRetry(id),
      onProgress: (progress) => {
        frames = progress.frames;
        const share = info.durationSeconds ? Math.min(1, progress.seconds / info.durationSeconds) : 0;
        reportProgress('TRANSCODING', share * 100, frames).catch((error: Error) =>
          this.kernel.log('mediaconvert', 'could not send a progress event', { error: error.message }),
        );
      },
    });
    this.update(id, { phase: 'UPLOADING' });
    const published = await publish(encoded, folder, s3, (share) => {
      signal.throwIfAborted();
      return reportProgress('UPLOADING', share * 100, frames);
    });
    signal.throwIfAborted();
    const done = this.update(id, {
      status: 'COMPLETE',
      percent: 100,
      phase: undefined,
      finishedAt: this.kernel.now(),
      warnings: encoded.warnings,
      outputs: published.map(({ detail }) => detail),
    });
    await this.events.complete(
      done,
      published.map(({ event }) => event),
    );
  }

  /** The engine's process was ended from outside, and another one repeats the task. */
  private countRetry(id: string): void {
    const { retryCount = 0 } = this.store.get(id) as JobRecord;
    this.kernel.log('mediaconvert', `the encoder of job ${id} was ended from outside, and starts again`);
    this.update(id, { retryCount: retryCount + 1 });
  }

  private update(id: string, change: Partial<JobRecord>): JobRecord {
    const job = { ...(this.store.get(id) as JobRecord), ...change };
    this.store.put(id, job);
    return job;
  }
}
