import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDiskFault } from '../kernel/disk-fault';
import type { Kernel } from '../kernel/kernel';

/** What a service's jobs are, to the queue that runs them. */
export interface JobSource {
  /** How many jobs run at the same time. */
  readonly concurrency: number;
  /** A folder of the queue's own for temporary files. It is emptied when the queue starts. */
  readonly workFolder: string;
  /** The first of the pauses in milliseconds while the disk cannot be written. Each is twice as long. @default 5000 */
  readonly diskPause?: number;
  readonly log: Kernel['log'];
  /**
   * Returns the ids of the jobs that are ready to run, in the order in which they are to run. Jobs that are
   * running already may be among them.
   */
  ready(): readonly string[];
  /** Performs a job and records its result. `folder` is the job's own, and is deleted afterwards. */
  perform(id: string, folder: string, signal: AbortSignal): Promise<void>;
  /** Makes a job ready again, because the disk failed while it ran. */
  repeat(id: string): void;
  /**
   * Records that `perform` threw. It is not called for a job that was cancelled or stopped, or that the disk interrupted.
   * Must throw only what the disk causes.
   */
  failed(id: string, error: Error): Promise<void>;
}

/** The first pause while the disk cannot be written, and the longest. Milliseconds. */
const diskPauses = { first: 5000, longest: 60_000 } as const;
/** Bytes that must be free before jobs run again. */
const roomBytes = 4 * 1024 * 1024;

/**
 * Runs the jobs of a service that finish by themselves. Jobs and their states are in the service's own store, so that a
 * job that a stop or a crash interrupted runs again from its beginning after the next start. While the disk is full or
 * read-only, all jobs wait: it is not their fault.
 */
export class JobQueue {
  private readonly running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  /** The jobs that the disk has interrupted and that are not ready again. */
  private readonly interrupted = new Set<string>();
  private pausing: NodeJS.Timeout | undefined;
  private pause: number;
  private isStarted = false;

  constructor(private readonly source: JobSource) {
    this.pause = source.diskPause ?? diskPauses.first;
  }

  start(): void {
    rmSync(this.source.workFolder, { recursive: true, force: true });
    this.isStarted = true;
    this.runReady();
  }

  /** Interrupts the running jobs. Resolves when all of them have ended. */
  async stop(): Promise<void> {
    this.isStarted = false;
    clearTimeout(this.pausing);
    for (const { abort } of this.running.values()) abort.abort(new Error('stopped'));
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  /** Interrupts one job, if it is running. Resolves when it has ended. The job must not be ready to run any more. */
  async cancel(id: string, reason: string): Promise<void> {
    this.interrupted.delete(id);
    const running = this.running.get(id);
    running?.abort.abort(new Error(reason));
    await running?.done;
  }

  /** Runs ready jobs while there is room. To be called whenever a job becomes ready. */
  runReady(): void {
    if (!this.isStarted || this.pausing) return;
    const waiting = this.source.ready().filter((id) => !this.running.has(id));
    for (const id of waiting.slice(0, Math.max(0, this.source.concurrency - this.running.size))) {
      const abort = new AbortController();
      const done = this.run(id, abort.signal).finally(() => {
        this.running.delete(id);
        this.runReady();
      });
      this.running.set(id, { abort, done });
    }
  }

  private async run(id: string, signal: AbortSignal): Promise<void> {
    const name = createHash('sha256').update(id).digest('hex').slice(0, 16);
    const folder = join(this.source.workFolder, name);
    try {
      mkdirSync(folder, { recursive: true });
      await this.source.perform(id, folder, signal);
      this.pause = this.source.diskPause ?? diskPauses.first;
    } catch (error) {
      if (signal.aborted) return;
      if (isDiskFault(error)) this.interrupt(id, error as Error);
      // The result could not be recorded either: the job runs again, and fails again.
      else await this.source.failed(id, error as Error).catch((disk: Error) => this.interrupt(id, disk));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private interrupt(id: string, error: Error): void {
    this.interrupted.add(id);
    this.source.log('disk', `The disk cannot be written, so jobs wait until it can: ${error.message}`);
    this.waitForDisk();
  }

  private waitForDisk(): void {
    if (!this.isStarted || this.pausing) return;
    this.pausing = setTimeout(() => {
      this.pausing = undefined;
      try {
        this.tryDisk();
      } catch {
        this.waitForDisk();
      }
      this.runReady();
    }, this.pause).unref();
    this.pause = Math.min(this.pause * 2, diskPauses.longest);
  }

  /** Throws while the disk cannot be written. */
  private tryDisk(): void {
    mkdirSync(this.source.workFolder, { recursive: true });
    const file = join(this.source.workFolder, 'room');
    try {
      writeFileSync(file, Buffer.alloc(roomBytes));
    } finally {
      rmSync(file, { force: true });
    }
    for (const id of this.interrupted) {
      this.source.repeat(id);
      this.interrupted.delete(id);
    }
  }
}
