import koffi from 'koffi';
import { sampleRate, type Utterance } from './messages';

interface VoskResult {
  readonly result?: readonly {
    readonly word: string;
    readonly start: number;
    readonly end: number;
    readonly conf: number;
  }[];
}

/** Vosk logs errors only, by vosk_api.h. */
const quiet = -1;

/**
 * Vosk's C interface, https://github.com/alphacep/vosk-api/blob/v0.3.39/src/vosk_api.h. The package's own binding
 * depends on `ffi-napi`, which does not build on current versions of Node.
 */
export class Vosk {
  private readonly acceptWaveform;
  private readonly result;
  private readonly finalResult;
  private readonly recognizer: unknown;

  /** Throws if the library cannot be loaded or the folder is not a model. */
  constructor(libraryPath: string, modelFolder: string) {
    const library = koffi.load(libraryPath);
    library.func('void vosk_set_log_level(int level)')(quiet);
    const model = library.func('void *vosk_model_new(const char *path)')(modelFolder);
    if (!model) throw new Error(`${modelFolder} is not a model that Vosk can read`);
    this.recognizer = library.func('void *vosk_recognizer_new(void *model, float rate)')(model, sampleRate);
    library.func('void vosk_recognizer_set_words(void *recognizer, int words)')(this.recognizer, 1);
    this.acceptWaveform = library.func(
      'int vosk_recognizer_accept_waveform(void *recognizer, const uint8_t *data, int length)',
    );
    this.result = library.func('const char *vosk_recognizer_result(void *recognizer)');
    this.finalResult = library.func('const char *vosk_recognizer_final_result(void *recognizer)');
  }

  /** Processes further samples. Returns an utterance if a pause has ended one. Blocks until it is done. */
  hear(samples: Buffer): Utterance | undefined {
    const ended = this.acceptWaveform(this.recognizer, samples, samples.length) as number;
    if (ended < 0) throw new Error('Vosk refused the samples');
    return ended > 0 ? words(this.result(this.recognizer) as string) : undefined;
  }

  /** Returns the words since the last pause. */
  finish(): Utterance | undefined {
    return words(this.finalResult(this.recognizer) as string);
  }
}

function words(json: string): Utterance | undefined {
  const { result = [] } = JSON.parse(json) as VoskResult;
  if (result.length === 0) return undefined;
  return result.map(({ word, start, end, conf }) => ({ text: word, start, end, confidence: Math.min(1, conf) }));
}
