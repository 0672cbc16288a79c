import { bytesPerSample, sampleRate, wavHeader } from './pcm';

export interface Sink {
  write(bytes: Buffer): Promise<void>;
}

const silence = Buffer.alloc(64 * 1024);

/** The number of samples of a time in seconds. */
export function toSamples(seconds: number): number {
  return Math.round(seconds * sampleRate);
}

/** Writes sound and silence from the start to the end of a film, as one WAV of exactly its length. */
export class Timeline {
  /** The number of samples written. */
  position = 0;
  readonly length: number;

  constructor(
    private readonly sink: Sink,
    durationSeconds: number,
  ) {
    this.length = toSamples(durationSeconds);
  }

  async begin(): Promise<void> {
    await this.sink.write(wavHeader(this.length * bytesPerSample));
  }

  /** Adds sound at a position in samples, which must not be before {@link position}. Sound after the film's end is cut. */
  async place(pcm: Buffer, at: number): Promise<void> {
    await this.silenceUntil(at);
    const samples = Math.min(Math.floor(pcm.length / bytesPerSample), this.length - this.position);
    await this.sink.write(pcm.subarray(0, samples * bytesPerSample));
    this.position += samples;
  }

  async end(): Promise<void> {
    await this.silenceUntil(this.length);
  }

  private async silenceUntil(at: number): Promise<void> {
    const until = Math.min(at, this.length);
    while (this.position < until) {
      const samples = Math.min(until - this.position, silence.length / bytesPerSample);
      await this.sink.write(silence.subarray(0, samples * bytesPerSample));
      this.position += samples;
    }
  }
}
