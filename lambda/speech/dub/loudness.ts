import { sampleRate, samplesOf } from './pcm';

/** The programme loudness of EBU R 128, which the original has too. LUFS. */
const targetLoudness = -23;

/** The maximum peak: full scale minus 1 dB. */
const maxPeak = 32_768 * 10 ** (-1 / 20);

interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * The two filters of ITU-R BS.1770 for a sample rate, from the parameters of the recommendation's coefficients for 48 kHz.
 * https://www.itu.int/rec/R-REC-BS.1770
 */
function kWeighting(rate: number): readonly [Biquad, Biquad] {
  const shelf = Math.tan((Math.PI * 1681.974450955533) / rate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + shelf / q + shelf * shelf;
  const pass = Math.tan((Math.PI * 38.13547087602444) / rate);
  const passQ = 0.5003270373238773;
  const p0 = 1 + pass / passQ + pass * pass;
  return [
    {
      b: [
        (high + (band * shelf) / q + shelf * shelf) / a0,
        (2 * (shelf * shelf - high)) / a0,
        (high - (band * shelf) / q + shelf * shelf) / a0,
      ],
      a: [(2 * (shelf * shelf - 1)) / a0, (1 - shelf / q + shelf * shelf) / a0],
    },
    { b: [1, -2, 1], a: [(2 * (pass * pass - 1)) / p0, (1 - pass / passQ + pass * pass) / p0] },
  ];
}

const [shelfFilter, passFilter] = kWeighting(sampleRate);

/** The loudness of speech without pauses, in LUFS: BS.1770's measure for one channel, ungated. */
export function loudnessOf(samples: Int16Array): number {
  let [x1, x2, y1, y2, z1, z2, sum] = [0, 0, 0, 0, 0, 0, 0];
  const { b: s, a: t } = shelfFilter;
  const { b: p, a: r } = passFilter;
  for (let index = 0; index < samples.length; index++) {
    const x = (samples[index] ?? 0) / 32_768;
    const y = s[0] * x + s[1] * x1 + s[2] * x2 - t[0] * y1 - t[1] * y2;
    const z = p[0] * y + p[1] * y1 + p[2] * y2 - r[0] * z1 - r[1] * z2;
    sum += z * z;
    [x2, x1, y2, y1, z2, z1] = [x1, x, y1, y, z1, z];
  }
  return samples.length === 0 || sum === 0 ? Number.NEGATIVE_INFINITY : -0.691 + 10 * Math.log10(sum / samples.length);
}

/** Changes the speech to {@link targetLoudness}, or as close to it as full scale allows. Overwrites the input. */
export function matchLoudness(pcm: Buffer): Buffer {
  const samples = samplesOf(pcm);
  const loudness = loudnessOf(samples);
  if (loudness === Number.NEGATIVE_INFINITY) return pcm;
  let peak = 1;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  const gain = Math.min(10 ** ((targetLoudness - loudness) / 20), maxPeak / peak);
  for (let index = 0; index < samples.length; index++) samples[index] = Math.round((samples[index] ?? 0) * gain);
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}
