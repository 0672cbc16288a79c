import { type ChildProcess, fork } from 'node:child_process';
import { confidenceOf, judge, withoutDoubtful } from './doubt';
import type { Answer, Task, Utterance } from './messages';
import { findRecognisers, type Model, prepareModel, type Recognisers } from './models';

/** What the recogniser could not do. */
export class RecogniseError extends Error {
  override readonly name = 'RecogniseError';
}

export interface RecogniserOptions {
  /** The built `local/engines/recognise/worker.ts`. The packages have to be found from there. */
  readonly workerPath: string;
  /** A folder for what is made of the models. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

export type Identification =
  | { readonly kind: 'language'; readonly language: string; readonly score: number; readonly utterances: Utterance[] }
  /** Nobody speaks, or hardly. */
  | { readonly kind: 'silence' }
  /** Somebody speaks, in none of the languages. */
  | { readonly kind: 'unknown' };

interface RunOptions {
  /** Ends the process at once. The promise is rejected by the signal's reason. */
  readonly signal?: AbortSignal;
}

interface Heard {
  readonly utterances: Utterance[];
  /** The sound was listened to until its end. */
  readonly complete: boolean;
}

/** Seconds of speech by which a language is told; AWS wants thirty at least. */
const sampleSeconds = 45;

/** Speech recognition, each piece of sound in a process of its own. Sound is a file as in {@link Task}. */
export class Recogniser {
  private readonly recognisers: Recognisers;
  private readonly prepared = new Map<string, string>();
  private readonly children = new Set<ChildProcess>();

  constructor(private readonly options: RecogniserOptions) {
    this.recognisers = findRecognisers(options.workerPath, options.env);
  }

  /** ISO 639 codes of what can be recognised; none where the engine is not installed. */
  get languages(): readonly string[] {
    return this.recognisers.library ? this.recognisers.models.map(({ language }) => language) : [];
  }

  /** What is said, without what is too doubtful. Throws {@link RecogniseError}. */
  async recognise(language: string, sound: string, options: RunOptions = {}): Promise<Utterance[]> {
    const { utterances } = await this.listen(language, { sound }, options);
    return withoutDoubtful(utterances);
  }

  /** Tells which of the languages is spoken, and what is said. Throws {@link RecogniseError}. */
  async identify(languages: readonly string[], sound: string, options: RunOptions = {}): Promise<Identification> {
    const heard: (Heard & { language: string })[] = [];
    for (const language of languages) {
      heard.push({ language, ...(await this.listen(language, { sound, speechSeconds: sampleSeconds }, options)) });
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

  /** Ends what is running. */
  close(): void {
    for (const child of this.children) child.kill('SIGKILL');
  }

  private listen(
    language: string,
    what: Pick<Task, 'sound' | 'speechSeconds'>,
    { signal }: RunOptions,
  ): Promise<Heard> {
    const { library, models } = this.recognisers;
    const model = models.find((one) => one.language === language);
    if (!library || !model) return Promise.reject(new RecogniseError(`nothing here recognises '${language}'`));
    return this.perform({ library, model: this.folderOf(model), ...what }, signal);
  }

  private folderOf(model: Model): string {
    const folder = this.prepared.get(model.language) ?? prepareModel(model, this.options.folder);
    this.prepared.set(model.language, folder);
    return folder;
  }

  private perform(task: Task, signal: AbortSignal | undefined): Promise<Heard> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const child = fork(this.options.workerPath, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      this.children.add(child);
      const utterances: Utterance[] = [];
      let stderr = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        stderr = (stderr + text).slice(-2000);
      });
      const abort = () => child.kill('SIGKILL');
      signal?.addEventListener('abort', abort, { once: true });
      child.on('message', (answer: Answer) => {
        if (answer.kind === 'utterance') utterances.push(answer.words);
        else if (answer.kind === 'done') resolve({ utterances, complete: answer.complete });
        else reject(new RecogniseError(answer.message));
      });
      child.once('error', reject);
      child.once('close', (code, killed) => {
        this.children.delete(child);
        signal?.removeEventListener('abort', abort);
        // Nothing happens here when the promise has been settled by an answer.
        if (signal?.aborted) reject(signal.reason);
        else reject(new RecogniseError(`the recogniser ended by ${killed ?? `status ${code}`}: ${stderr.trim()}`));
      });
      child.send(task);
    });
  }
}
