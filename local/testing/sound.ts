import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleRate } from '../engines/recognise/messages';
import { soundPlan } from '../engines/recognise/sound';
import { Transcoder } from '../engines/transcode/transcoder';
import { buildWorker } from './engine-worker';

const frameSeconds = 0.01;
const frameSamples = sampleRate * frameSeconds;

/** Loudness over time, of frames of 10 ms. */
export class Sound {
  private constructor(
    /** Root mean squares, 0 to 1. */
    private readonly levels: readonly number[],
    /** Seconds. */
    readonly duration: number,
  ) {}

  /** Decodes the first sound track of a file. */
  static async decode(file: Buffer): Promise<Sound> {
    const folder = mkdtempSync(join(tmpdir(), 'sound-'));
    const [input, output] = [join(folder, 'sound.mp4'), join(folder, 'sound.pcm')];
    writeFileSync(input, file);
    const transcoder = new Transcoder({ workerPath: buildWorker('transcode'), driver: { kind: 'node-av' } });
    const { tracks } = await transcoder.probe(input);
    const track = tracks.find(({ kind }) => kind === 'audio');
    if (!track) throw new Error('there is no sound in it');
    await transcoder.transcode(soundPlan(input, track.index, output));
    const pcm = readFileSync(output);
    const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2);
    const levels: number[] = [];
    for (let at = 0; at + frameSamples <= samples.length; at += frameSamples) {
      const frame = samples.subarray(at, at + frameSamples);
      levels.push(Math.sqrt(frame.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / frameSamples));
    }
    return new Sound(levels, samples.length / sampleRate);
  }

  /** Whether there is a voice anywhere between two times, in seconds. */
  isVoiced(from: number, to: number): boolean {
    // 36 dB below the loudest frame: above what coding leaves of silence, and below the weakest vowels.
    const threshold = Math.max(...this.levels) / 64;
    return this.levels
      .slice(Math.round(from / frameSeconds), Math.round(to / frameSeconds))
      .some((level) => level > threshold);
  }
}
