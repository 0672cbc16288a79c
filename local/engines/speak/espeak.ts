import type { Instrument, Manner, Sound } from './messages';

type EspeakInstrument = Extract<Instrument, { program: 'espeak' }>;

/** The members that we use of the module that Emscripten made of eSpeak NG. */
interface EspeakWorker {
  /** Returns 0 if the voice exists. */
  set_voice(name: string): number;
  /** Words per minute. */
  set_rate(rate: number): void;
  /** 0 to 99. */
  set_pitch(pitch: number): void;
  get_samplerate(): number;
  /** Calls `heard` with pieces of sound as long as it returns `false`. */
  synthesize(text: string, heard: (samples: Int16Array) => boolean): void;
}

const naturalRate = 175;
/** The limits of eSpeak NG's speed, in words per minute. */
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
    // eSpeak NG would read angle brackets as markup and double square brackets as phonemes.
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
