/** Polly's greater sample rate of raw sound. Hertz; mono, 16 bit, little endian. */
export const sampleRate = 16_000;
export const bytesPerSample = 2;

/** About -50 dBFS: under it nobody speaks. */
const quiet = 100;

/** Seconds that are kept before the first sound, so that no consonant is cut off, and after the last. */
const kept = 0.01;

export function samplesOf(pcm: Buffer): Int16Array {
  // Both the platform and the format are little endian; only the alignment may differ.
  const aligned = pcm.byteOffset % bytesPerSample === 0 ? pcm : Buffer.from(pcm);
  return new Int16Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / bytesPerSample));
}

export function secondsOf(pcm: Buffer): number {
  return pcm.length / bytesPerSample / sampleRate;
}

/** Without the silence that voices begin and end with: else a dub would set in late. Shares its memory with the input. */
export function trimSilence(pcm: Buffer): Buffer {
  const samples = samplesOf(pcm);
  const isLoud = (sample: number) => sample > quiet || sample < -quiet;
  const first = samples.findIndex(isLoud);
  if (first < 0) return pcm.subarray(0, 0);
  const margin = Math.round(kept * sampleRate);
  const from = Math.max(0, first - margin);
  const to = Math.min(samples.length, samples.findLastIndex(isLoud) + 1 + margin);
  return pcm.subarray(from * bytesPerSample, to * bytesPerSample);
}

/**
 * RIFF header of raw sound whose length is known before the first sample is.
 * http://soundfile.sapp.org/doc/WaveFormat/
 * @param dataBytes at most 4 GiB: 37 hours
 */
export function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'ascii');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'ascii');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(8 * bytesPerSample, 34);
  header.write('data', 36, 'ascii');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
