import { Worker } from 'node:worker_threads';
import type { Model } from './ease';
import type { TrainingTask } from './messages';

/**
 * Trains models, one at a time and each in a thread of its own, so that the runtime stays responsive. A thread rather than
 * a process, because a model is handed over without being copied.
 */
export class Trainer {
  private last: Promise<unknown> = Promise.resolve();
  private worker: Worker | undefined;
  private isClosed = false;

  /** `workerPath` is the built `local/engines/recommend/worker.ts`. */
  constructor(private readonly workerPath: string) {}

  /** `task` is called when this training starts. Throws if the thread fails or {@link close} ends it. */
  train(task: () => TrainingTask): Promise<Model> {
    const trained = this.last.then(() => this.run(task()));
    this.last = trained.catch(() => {});
    return trained;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.worker?.terminate();
    await this.last;
  }

  private run(task: TrainingTask): Promise<Model> {
    if (this.isClosed) throw new Error('the runtime is stopping');
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.workerPath, { workerData: task, execArgv: [] });
      this.worker = worker;
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => {
        this.worker = undefined;
        // This has no effect if the model has arrived before.
        reject(new Error(`the training exited with status ${code}`));
      });
    });
  }
}
