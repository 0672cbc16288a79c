/** Polly's highest sample rate of raw sound, in hertz. The format is mono, 16 bit, little endian. */
export const sampleRate = 16_000;
export const bytesPerSample = 2;

/** About -50 dBFS: samples below it are silence. */
const silenceLevel = 100;

/** The seconds of silence kept before the first sound and after the last, so that no consonant is cut off. */
const marginSeconds = 0.01;

export function samplesOf(pcm: Buffer): Int16Array {
  // Both the platform and the format are little endian; only the alignment may differ.
  const aligned = pcm.byteOffset % bytesPerSample === 0 ? pcm : Buffer.from(pcm);
  return new Int16Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / bytesPerSample));
}

export function secondsOf(pcm: Buffer): number {
  return pcm.length / bytesPerSample / sampleRate;
}

/** The sound without silence at its start and end, which would delay the dub. It shares the input's memory. */
export function trimSilence(pcm: Buffer): Buffer {
  const samples = samplesOf(pcm);
  const isLoud = (sample: number) => sample > silenceLevel || sample < -silenceLevel;
  const first = samples.findIndex(isLoud);
  if (first < 0) return pcm.subarray(0, 0);
  const margin = Math.round(marginSeconds * sampleRate);
  const from = Math.max(0, first - margin);
  const to = Math.min(samples.length, samples.findLastIndex(isLoud) + 1 + margin);
  return pcm.subarray(from * bytesPerSample, to * bytesPerSample);
}

/**
 * The RIFF header of raw sound. It requires the length before the first sample.
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
