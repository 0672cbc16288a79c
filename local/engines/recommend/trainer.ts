import { Worker } from 'node:worker_threads';
import type { Model } from './ease';
import type { TrainingTask } from './messages';

/** Trains models in threads of their own, one at a time, so that the runtime goes on answering. */
export class Trainer {
  private last: Promise<unknown> = Promise.resolve();
  private worker: Worker | undefined;
  private isClosed = false;

  /** `workerPath` is the built `local/engines/recommend/worker.ts`. */
  constructor(private readonly workerPath: string) {}

  /** `task` is called when it is this training's turn. Throws when the thread fails, or is ended by {@link close}. */
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
    if (this.isClosed) throw new Error('the runtime ends');
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.workerPath, { workerData: task, execArgv: [] });
      this.worker = worker;
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => {
        this.worker = undefined;
        // Says nothing when the model has come before.
        reject(new Error(`the training ended with status ${code}`));
      });
    });
  }
}
