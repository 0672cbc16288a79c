import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Transcoder } from '../../engines/transcode/transcoder';
import { assumeRole } from '../../iam/assume-role';
import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import { contentKeys } from './content-keys';
import { encode } from './encode';
import { codes, inputError, JobError } from './errors';
import { JobEvents, jobPercent } from './events';
import { type JobPhase, type JobRecord, jobPrincipal } from './job';
import { publish } from './publish';
import { parseS3Url, S3 } from './s3';

/** Every encoder is itself parallel: more jobs at a time would only make all of them late. */
const atATime = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));

/** MediaConvert's shortest interval is ten seconds; here, jobs are short and somebody watches. Milliseconds. */
const updateEvery = 2000;

/** All jobs of all regions, kept durably and worked off by priority, then in the order they came. */
export class Jobs {
  private readonly store: Store<JobRecord>;
  private readonly events: JobEvents;
  private readonly running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  private started = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly transcoder: Transcoder,
    private readonly isPaused: (queueArn: string) => boolean,
  ) {
    this.store = kernel.store<JobRecord>('mediaconvert', 'jobs');
    this.events = new JobEvents(kernel);
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
    this.next();
  }

  /** Also of a job that is under way. The job must not be finished. */
  async cancel(id: string): Promise<void> {
    const job = this.update(id, { status: 'CANCELED', finishedAt: this.kernel.now() });
    const running = this.running.get(id);
    running?.abort.abort(new Error('canceled'));
    await running?.done;
    await this.events.canceled(job);
  }

  /** Begins anew what a stop or a crash has cut off: with the same id, and with the same files as result. */
  start(): void {
    rmSync(this.workFolder(), { recursive: true, force: true });
    for (const [id, job] of this.store.entries()) {
      if (job.status === 'PROGRESSING') {
        this.update(id, { status: 'SUBMITTED', phase: undefined, percent: undefined, attempt: job.attempt + 1 });
      }
    }
    this.started = true;
    this.next();
  }

  async stop(): Promise<void> {
    this.started = false;
    for (const { abort } of this.running.values()) abort.abort(new Error('stopped'));
    await Promise.all([...this.running.values()].map(({ done }) => done));
    this.transcoder.close();
  }

  /** Takes up waiting jobs while there is room; called again when a queue goes on. */
  next(): void {
    if (!this.started) return;
    const waiting = this.store
      .entries()
      .map(([, job]) => job)
      .filter((job) => job.status === 'SUBMITTED' && !this.running.has(job.id) && !this.isPaused(job.queueArn))
      .sort((a, b) => b.priority - a.priority || a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1));
    for (const job of waiting.slice(0, atATime - this.running.size)) {
      const abort = new AbortController();
      const done = this.run(job.id, abort.signal).finally(() => {
        this.running.delete(job.id);
        this.next();
      });
      this.running.set(job.id, { abort, done });
    }
  }

  private async run(id: string, signal: AbortSignal): Promise<void> {
    const folder = join(this.workFolder(), id);
    try {
      mkdirSync(folder, { recursive: true });
      await this.perform(id, folder, signal);
    } catch (error) {
      if (signal.aborted) return;
      const { code, message } =
        error instanceof JobError ? error : new JobError(codes.unknown, (error as Error).message);
      if (!(error instanceof JobError)) {
        this.kernel.log('mediaconvert', `job ${id} failed`, { error: (error as Error).stack });
      }
      const ended = { status: 'ERROR', errorCode: code, errorMessage: message, finishedAt: this.kernel.now() } as const;
      await this.events.error(this.update(id, ended));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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
      throw new JobError(
        codes.unreadable,
        `Unable to open input file [${url}]: [Failed probe/open: [${error.message}]]`,
      );
    });
    await this.events.inputInformation(job, url, info);

    let told = 0;
    const tell = async (phase: JobPhase, percent: number, frames: number) => {
      const now = Date.now();
      if (signal.aborted || now - told < updateEvery) return;
      told = now;
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
      onProgress: (progress) => {
        frames = progress.frames;
        const share = info.durationSeconds ? Math.min(1, progress.seconds / info.durationSeconds) : 0;
        tell('TRANSCODING', share * 100, frames).catch((error: Error) =>
          this.kernel.log('mediaconvert', 'could not tell progress', { error: error.message }),
        );
      },
    });
    this.update(id, { phase: 'UPLOADING' });
    const published = await publish(encoded, folder, s3, (share) => {
      signal.throwIfAborted();
      return tell('UPLOADING', share * 100, frames);
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

  private update(id: string, change: Partial<JobRecord>): JobRecord {
    const job = { ...(this.store.get(id) as JobRecord), ...change };
    this.store.put(id, job);
    return job;
  }

  private workFolder(): string {
    return join(this.kernel.folder('mediaconvert'), 'work');
  }
}
