import { parentPort, workerData } from 'node:worker_threads';
import { train } from './ease';
import type { TrainingTask } from './messages';
import { writeModel } from './model-file';

/** The thread that trains one model, saves it to a file, sends it to the runtime, and ends. */
const { set, lambda, file } = workerData as TrainingTask;
const model = train(set, lambda);
writeModel(file, model);
parentPort?.postMessage(model, [model.weights.buffer as ArrayBuffer]);
