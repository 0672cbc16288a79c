import type { TrainingSet } from './ease';

/** What the thread that trains is given. It answers a `Model`. */
export interface TrainingTask {
  readonly set: TrainingSet;
  readonly lambda: number;
  /** Where the model is kept. */
  readonly file: string;
}
