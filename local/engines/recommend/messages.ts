import type { TrainingSet } from './ease';

/** The input of the thread that trains a model. The thread sends the `Model` back. */
export interface TrainingTask {
  readonly set: TrainingSet;
  readonly lambda: number;
  /** The path to which the model is saved. */
  readonly file: string;
}
