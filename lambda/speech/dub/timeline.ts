import { bytesPerSample, sampleRate, wavHeader } from './pcm';

export interface Sink {
  write(bytes: Buffer): Promise<void>;
}

const silence = Buffer.alloc(64 * 1024);

/** Seconds to a whole number of samples. */
export function toSamples(seconds: number): number {
  return Math.round(seconds * sampleRate);
}

/** Sound on silence, written from the start to the end of a film as one WAV of exactly its length. */
export class Timeline {
  /** Samples so far. */
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

  /** Adds sound at the position, given in samples, which has not been passed yet; what the film has no time for is cut. */
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
