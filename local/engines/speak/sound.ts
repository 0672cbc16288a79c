import type { Sound } from './messages';

/** Samples below this are silence. It is a fiftieth of a loud voice's level. */
const audible = 200;

/**
 * Cuts the silence that engines add around speech. Pico adds half a second at the end, which dubbing would take for
 * speech.
 * @param before seconds of silence that may stay at the beginning
 * @param after seconds of silence that may stay at the end
 */
export function trimmed({ samples, sampleRate }: Sound, before = 0.02, after = 0.08): Sound {
  let first = 0;
  while (first < samples.length && Math.abs(samples[first] as number) < audible) first++;
  if (first === samples.length) return { samples: new Int16Array(0), sampleRate };
  let end = samples.length;
  while (Math.abs(samples[end - 1] as number) < audible) end--;
  const from = Math.max(0, first - Math.round(before * sampleRate));
  const to = Math.min(samples.length, end + Math.round(after * sampleRate));
  return { samples: samples.subarray(from, to), sampleRate };
}

/** @param gain factor of the amplitude; samples that would be too loud are clipped */
export function amplified({ samples, sampleRate }: Sound, gain: number): Sound {
  if (gain === 1) return { samples, sampleRate };
  return { samples: samples.map((sample) => clamp(sample * gain)), sampleRate };
}

export function silence(seconds: number, sampleRate: number): Sound {
  return { samples: new Int16Array(Math.round(seconds * sampleRate)), sampleRate };
}

/** Joins sounds of the same sample rate. */
export function joined(sounds: readonly Sound[], sampleRate: number): Int16Array {
  const all = new Int16Array(sounds.reduce((sum, { samples }) => sum + samples.length, 0));
  let at = 0;
  for (const { samples } of sounds) {
    all.set(samples, at);
    at += samples.length;
  }
  if (sounds.some((sound) => sound.sampleRate !== sampleRate))
    throw new Error('the sounds have different sample rates');
  return all;
}

function clamp(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}

/**
 * Zero crossings of the filter on either side. With this window, they give 60 dB and more between pass and stop band.
 */
const lobes = 16;
/** Tabulated positions between two samples. More positions make no audible difference with 16 bits. */
const phases = 256;

/**
 * Converts the sound to another sample rate by a windowed sinc, which removes everything above the lower Nyquist
 * frequency.
 */
export function resampled({ samples, sampleRate }: Sound, to: number): Sound {
  if (sampleRate === to) return { samples, sampleRate };
  const step = sampleRate / to;
  // The cutoff is a little below the Nyquist frequency, because the filter's slope has a width.
  const cutoff = Math.min(1, 1 / step) * 0.95;
  const reach = Math.ceil(lobes / cutoff);
  const filter = filterTable(cutoff, reach);
  const width = reach * 2;
  const result = new Int16Array(Math.round(samples.length / step));
  for (let index = 0; index < result.length; index++) {
    const position = index * step;
    const before = Math.floor(position);
    const row = Math.round((position - before) * phases) * width;
    let sum = 0;
    for (let tap = 0; tap < width; tap++) {
      sum += (samples[before - reach + 1 + tap] ?? 0) * (filter[row + tap] as number);
    }
    result[index] = clamp(sum);
  }
  return { samples: result, sampleRate: to };
}

/** Returns, for each phase, a row of weights of the samples from `reach - 1` before to `reach` after. */
function filterTable(cutoff: number, reach: number): Float64Array {
  const width = reach * 2;
  const table = new Float64Array((phases + 1) * width);
  for (let phase = 0; phase <= phases; phase++) {
    let sum = 0;
    for (let tap = 0; tap < width; tap++) {
      const distance = tap - reach + 1 - phase / phases;
      const angle = Math.PI * distance * cutoff;
      const sinc = distance === 0 ? 1 : Math.sin(angle) / angle;
      const turn = (Math.PI * distance) / reach;
      const blackman = Math.abs(distance) >= reach ? 0 : 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
      table[phase * width + tap] = sinc * blackman;
      sum += sinc * blackman;
    }
    for (let tap = 0; tap < width; tap++) table[phase * width + tap] = (table[phase * width + tap] as number) / sum;
  }
  return table;
}
