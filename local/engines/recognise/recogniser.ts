import { WorkerProcesses } from '../worker-process';
import { confidenceOf, judge, withoutDoubtful } from './doubt';
import type { RecogniseProgress, RecogniseTask, Utterance } from './messages';
import { findRecognisers, type Model, prepareModel, type Recognisers } from './models';

/** Vosk could not recognise speech in a file. */
class RecogniseError extends Error {
  override readonly name = 'RecogniseError';
}

export interface RecogniserOptions {
  /** The built `local/engines/recognise/worker.ts`. The packages have to be found from there. */
  readonly workerPath: string;
  /** Where models are prepared for Vosk. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

export type Identification =
  | { readonly kind: 'language'; readonly language: string; readonly score: number; readonly utterances: Utterance[] }
  /** The sound has no speech, or hardly any. */
  | { readonly kind: 'silence' }
  /** The sound has speech in none of the languages. */
  | { readonly kind: 'unknown' };

interface RunOptions {
  /** Kills the process when it aborts. The promise is then rejected by the signal's reason. */
  readonly signal?: AbortSignal;
}

interface Heard {
  readonly utterances: Utterance[];
  /** Whether the recogniser reached the end of the sound. */
  readonly complete: boolean;
}

/** Seconds of speech from which a language is identified. AWS needs at least thirty. */
const identifySeconds = 45;

/**
 * Seconds in which the process must report progress; loading the model counts too. It reports every second, so this limit
 * also holds for a machine that is a hundred times slower.
 */
const silentSeconds = 300;

/** Speech recognition. Each sound is a file as in {@link RecogniseTask}, and runs in a process of its own. */
export class Recogniser {
  private readonly recognisers: Recognisers;
  private readonly prepared = new Map<string, string>();
  private readonly processes: WorkerProcesses;

  constructor(private readonly options: RecogniserOptions) {
    this.recognisers = findRecognisers(options.workerPath, options.env);
    this.processes = new WorkerProcesses(
      options.workerPath,
      'recogniser',
      ({ message }) => new RecogniseError(message),
    );
  }

  /** ISO 639 codes of the languages that can be recognised; empty if the engine is not installed. */
  get languages(): readonly string[] {
    return this.recognisers.library ? this.recognisers.models.map(({ language }) => language) : [];
  }

  /** Returns the utterances, without words that are too doubtful. Throws {@link RecogniseError}. */
  async recognise(language: string, sound: string, options: RunOptions = {}): Promise<Utterance[]> {
    const { utterances } = await this.listen(language, { sound }, options);
    return withoutDoubtful(utterances);
  }

  /** Returns which of the languages is spoken, and the utterances. Throws {@link RecogniseError}. */
  async identify(languages: readonly string[], sound: string, options: RunOptions = {}): Promise<Identification> {
    const heard: (Heard & { language: string })[] = [];
    for (const language of languages) {
      heard.push({ language, ...(await this.listen(language, { sound, speechSeconds: identifySeconds }, options)) });
    }
    const spoken = heard.filter(({ utterances }) => judge(utterances) === 'speech');
    const [best] = spoken.sort((a, b) => confidenceOf(b.utterances) - confidenceOf(a.utterances));
    if (!best) {
      return { kind: heard.some(({ utterances }) => judge(utterances) === 'foreign') ? 'unknown' : 'silence' };
    }
    const { language, complete } = best;
    const score = confidenceOf(best.utterances);
    const utterances = complete ? best.utterances : (await this.listen(language, { sound }, options)).utterances;
    return { kind: 'language', language, score, utterances: withoutDoubtful(utterances) };
  }

  /** Kills the processes of all running tasks. */
  close(): void {
    this.processes.close();
  }

  private async listen(
    language: string,
    what: Pick<RecogniseTask, 'sound' | 'speechSeconds'>,
    { signal }: RunOptions,
  ): Promise<Heard> {
    const { library, models } = this.recognisers;
    const model = models.find((one) => one.language === language);
    if (!library || !model) throw new RecogniseError(`no model for the language '${language}' is installed`);
    const task: RecogniseTask = { library, model: this.folderOf(model), ...what };
    const utterances: Utterance[] = [];
    const complete = await this.processes.run<boolean, RecogniseProgress>(task, {
      onProgress: ({ utterance }) => utterance && utterances.push(utterance),
      onRepeat: () => utterances.splice(0),
      signal,
      silentSeconds,
    });
    return { utterances, complete };
  }

  private folderOf(model: Model): string {
    const folder = this.prepared.get(model.language) ?? prepareModel(model, this.options.folder);
    this.prepared.set(model.language, folder);
    return folder;
  }
}
