import { Espeak } from './espeak';
import type { Answer, Instrument, Manner, Part, Sound, Task } from './messages';
import { Pico } from './pico';
import { amplified, joined, resampled, silence, trimmed } from './sound';

/**
 * The process that speaks, one task after another. The engines stay apart from the runtime: they hold memory, work
 * without a break, and eSpeak NG is a program under the GPL that is only ever asked by messages.
 */
process.once('disconnect', () => process.exit(0));
// The runtime decides what Ctrl-C means.
process.on('SIGINT', () => {});

/** The rate at which sounds are put together, and Pico's own. */
const workingRate = 16_000;

let pico: Promise<Pico> | undefined;
let espeak: Promise<Espeak> | undefined;

async function say(text: string, instrument: Instrument, manner: Manner): Promise<Sound> {
  if (instrument.program === 'pico') {
    pico ??= Pico.load();
    return (await pico).say(text, instrument, manner);
  }
  espeak ??= Espeak.load();
  return (await espeak).say(text, instrument, manner);
}

async function sound(part: Part): Promise<Sound> {
  if (part.kind === 'pause') return silence(part.seconds, workingRate);
  const spoken = trimmed(await say(part.text, part.instrument, part));
  return amplified(resampled(spoken, workingRate), part.volume);
}

async function perform({ parts, sampleRate }: Task): Promise<Uint8Array> {
  const sounds: Sound[] = [];
  for (const part of parts) sounds.push(await sound(part));
  const whole = { samples: joined(sounds, workingRate), sampleRate: workingRate };
  const { samples } = resampled(whole, sampleRate);
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

function answer(message: Answer): void {
  process.send?.(message);
}

let last: Promise<void> = Promise.resolve();
process.on('message', (task: Task) => {
  last = last.then(() =>
    perform(task).then(
      (samples) => answer({ id: task.id, kind: 'sound', samples }),
      (error: Error) => answer({ id: task.id, kind: 'failed', message: error.message }),
    ),
  );
});
