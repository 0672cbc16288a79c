import { createReadStream } from 'node:fs';
import { runOneTask } from '../worker-main';
import { type RecogniseProgress, type RecogniseTask, sampleRate, type Utterance } from './messages';
import { Vosk } from './vosk';

/** Bytes of a quarter of a second. The process can notice the runtime's end only between two chunks. */
const chunkBytes = sampleRate / 2;

/** Milliseconds between two messages without speech, which prove that the process works. */
const reportInterval = 1000;

/** The process that recognises the speech of one file. */
runOneTask(async (task: RecogniseTask, onProgress: (progress: RecogniseProgress) => void): Promise<boolean> => {
  const { library, model, sound, speechSeconds = Number.POSITIVE_INFINITY } = task;
  const vosk = new Vosk(library, model);
  let heardSeconds = 0;
  const report = (utterance: Utterance | undefined) => {
    if (!utterance) return;
    heardSeconds += utterance.reduce((sum, { start, end }) => sum + end - start, 0);
    onProgress({ utterance });
  };
  let lastReport = Date.now();
  for await (const samples of createReadStream(sound, { highWaterMark: chunkBytes })) {
    report(vosk.hear(samples as Buffer));
    if (Date.now() - lastReport > reportInterval) {
      lastReport = Date.now();
      onProgress({});
    }
    if (heardSeconds >= speechSeconds) return false;
  }
  report(vosk.finish());
  return true;
});
