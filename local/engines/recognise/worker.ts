import { createReadStream } from 'node:fs';
import { type Answer, sampleRate, type Task, type Utterance } from './messages';
import { Vosk } from './vosk';

/**
 * The process that recognises speech. Native code, and memory of some hundred megabytes, stay apart from the runtime; and
 * the process ends with the runtime, however that ends.
 */
process.once('disconnect', () => process.exit(1));
// The runtime decides what Ctrl-C means.
process.on('SIGINT', () => {});

/** Bytes of a quarter of a second: between two of them, the process can be told to end. */
const chunk = sampleRate / 2;

function answer(message: Answer, then?: () => void): void {
  process.send?.(message, undefined, {}, () => then?.());
}

async function listen({ library, model, sound, speechSeconds = Number.POSITIVE_INFINITY }: Task): Promise<boolean> {
  const vosk = new Vosk(library, model);
  let heard = 0;
  const tell = (words: Utterance | undefined) => {
    if (!words) return;
    heard += words.reduce((sum, { start, end }) => sum + end - start, 0);
    answer({ kind: 'utterance', words });
  };
  for await (const samples of createReadStream(sound, { highWaterMark: chunk })) {
    tell(vosk.hear(samples as Buffer));
    if (heard >= speechSeconds) return false;
  }
  tell(vosk.finish());
  return true;
}

process.once('message', (task: Task) => {
  listen(task).then(
    (complete) => answer({ kind: 'done', complete }, () => process.exit(0)),
    (error: Error) => answer({ kind: 'failed', message: error.message }, () => process.exit(0)),
  );
});
