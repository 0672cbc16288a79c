import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a service's jobs are, to the queue that runs them. */
export interface JobSource {
  /** How many jobs run at the same time. */
  readonly concurrency: number;
  /** A folder of the queue's own for temporary files. It is emptied when the queue starts. */
  readonly workFolder: string;
  /**
   * Returns the ids of the jobs that are ready to run, in the order in which they are to run. Jobs that are
   * running already may be among them.
   */
  ready(): readonly string[];
  /** Performs a job and records its result. `folder` is the job's own, and is deleted afterwards. */
  perform(id: string, folder: string, signal: AbortSignal): Promise<void>;
  /** Records that `perform` threw. It is not called for a job that was cancelled or stopped. Must not throw. */
  failed(id: string, error: Error): Promise<void>;
}

/**
 * Runs the jobs of a service that finish by themselves. Jobs and their states are in the service's own store, so that a
 * job that a stop or a crash interrupted runs again from its beginning after the next start.
 */
export class JobQueue {
  private readonly running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  private isStarted = false;

  constructor(private readonly source: JobSource) {}

  start(): void {
    rmSync(this.source.workFolder, { recursive: true, force: true });
    this.isStarted = true;
    this.runReady();
  }

  /** Interrupts the running jobs. Resolves when all of them have ended. */
  async stop(): Promise<void> {
    this.isStarted = false;
    for (const { abort } of this.running.values()) abort.abort(new Error('stopped'));
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  /** Interrupts one job, if it is running. Resolves when it has ended. The job must not be ready to run any more. */
  async cancel(id: string, reason: string): Promise<void> {
    const running = this.running.get(id);
    running?.abort.abort(new Error(reason));
    await running?.done;
  }

  /** Runs ready jobs while there is room. To be called whenever a job becomes ready. */
  runReady(): void {
    if (!this.isStarted) return;
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
    } catch (error) {
      if (!signal.aborted) await this.source.failed(id, error as Error);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
