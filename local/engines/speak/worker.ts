import { endWithRuntime } from '../worker-main';
import { Espeak } from './espeak';
import type { Instrument, Manner, Part, Sound, SpeakMessage, SpeakTask } from './messages';
import { Pico } from './pico';
import { amplified, joined, resampled, silence, trimmed } from './sound';

/**
 * The process that synthesizes speech, one task after another. The engines run apart from the runtime because they need
 * memory and block their thread, and because eSpeak NG is a program under the GPL, with which the runtime only exchanges
 * messages.
 */
endWithRuntime(0);

/** Samples per second at which sounds are joined. It is also Pico's rate. */
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

async function perform({ parts, sampleRate }: SpeakTask): Promise<Uint8Array> {
  const sounds: Sound[] = [];
  for (const part of parts) sounds.push(await sound(part));
  const whole = { samples: joined(sounds, workingRate), sampleRate: workingRate };
  const { samples } = resampled(whole, sampleRate);
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

function send(message: SpeakMessage): void {
  process.send?.(message);
}

let last: Promise<void> = Promise.resolve();
process.on('message', (task: SpeakTask) => {
  last = last.then(() =>
    perform(task).then(
      (samples) => send({ id: task.id, kind: 'sound', samples }),
      (error: Error) => send({ id: task.id, kind: 'failed', message: error.message }),
    ),
  );
});
