import type { Instrument, Manner, Sound } from './messages';

type EspeakInstrument = Extract<Instrument, { program: 'espeak' }>;

/** What we use of the module that Emscripten made of eSpeak NG. */
interface EspeakWorker {
  /** Answers 0 when there is such a voice. */
  set_voice(name: string): number;
  /** Words per minute. */
  set_rate(rate: number): void;
  /** 0 to 99. */
  set_pitch(pitch: number): void;
  get_samplerate(): number;
  /** Calls back with pieces of sound; goes on as long as `false` is answered. */
  synthesize(text: string, heard: (samples: Int16Array) => boolean): void;
}

const naturalRate = 175;
/** Below and above, eSpeak NG speaks no slower and no faster. */
const rates = { min: 80, max: 450 };
const naturalPitch = 50;

/** eSpeak NG. */
export class Espeak {
  private constructor(private readonly worker: EspeakWorker) {}

  static async load(): Promise<Espeak> {
    const { default: create } = await import('@echogarden/espeak-ng-emscripten');
    const { eSpeakNGWorker } = (await create()) as { eSpeakNGWorker: new () => EspeakWorker };
    return new Espeak(new eSpeakNGWorker());
  }

  say(text: string, instrument: EspeakInstrument, { rate, pitch }: Pick<Manner, 'rate' | 'pitch'>): Sound {
    const { worker } = this;
    if (worker.set_voice(instrument.voice) !== 0) throw new Error(`eSpeak NG has no voice '${instrument.voice}'`);
    worker.set_rate(Math.max(rates.min, Math.min(rates.max, Math.round(naturalRate * rate))));
    worker.set_pitch(Math.max(0, Math.min(99, Math.round(naturalPitch * pitch * instrument.pitch))));
    const chunks: Int16Array[] = [];
    // Angle brackets would be taken for markup and double square ones for phonemes.
    const plain = text
      .replace(/[<>]/g, ' ')
      .replace(/\[(?=\[)/g, '[ ')
      .replaceAll('&', ' & ');
    worker.synthesize(plain, (samples) => {
      if (samples.length > 0) chunks.push(samples);
      return false;
    });
    const samples = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of chunks) {
      samples.set(chunk, at);
      at += chunk.length;
    }
    return { samples, sampleRate: worker.get_samplerate() };
  }
}
