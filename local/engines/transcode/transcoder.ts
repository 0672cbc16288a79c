import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { MediaInfo } from './media-info';
import type { Answer, Task } from './messages';
import type { Driver, Progress, TranscodeOutcome, TranscodePlan } from './plan';
import { resolveDriver } from './resolve';

/** What the transcoder could not do; the message is FFmpeg's own. */
export class TranscodeError extends Error {
  override readonly name = 'TranscodeError';
}

export interface TranscoderOptions {
  /** The built `local/engines/transcode/worker.ts`. `node-av` has to be found from there. */
  readonly workerPath: string;
  /** Overrides {@link resolveDriver}. */
  readonly driver?: Driver;
}

interface RunOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Where relative paths begin. */
  readonly folder?: string;
  /** Ends the process at once. The promise is rejected by the signal's reason. */
  readonly signal?: AbortSignal;
}

/** FFmpeg, each task in a process of its own. */
export class Transcoder {
  private resolved: Promise<Driver> | undefined;
  private readonly children = new Set<ChildProcess>();

  constructor(private readonly options: TranscoderOptions) {}

  /** Throws {@link TranscodeError} when the file is no media. */
  async probe(path: string, options: RunOptions = {}): Promise<MediaInfo> {
    return (await this.perform({ kind: 'probe', path }, options)) as MediaInfo;
  }

  /** Throws {@link TranscodeError}. Damage that FFmpeg got over is not thrown but counted. */
  async transcode(plan: TranscodePlan, options: RunOptions = {}): Promise<TranscodeOutcome> {
    return (await this.perform({ kind: 'transcode', plan, driver: await this.driver() }, options)) as TranscodeOutcome;
  }

  /** Ends what is running. */
  close(): void {
    for (const child of this.children) child.kill('SIGKILL');
  }

  private driver(): Promise<Driver> {
    this.resolved ??= this.options.driver
      ? Promise.resolve(this.options.driver)
      : resolveDriver().then(({ driver }) => driver);
    return this.resolved;
  }

  private perform(task: Task, { onProgress, signal, folder }: RunOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const child = fork(this.options.workerPath, {
        execArgv: [],
        ...(folder !== undefined && { cwd: folder }),
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        // Every encoder waits in a thread of libuv's pool.
        env: { ...process.env, UV_THREADPOOL_SIZE: String(Math.max(8, availableParallelism() * 2)) },
      });
      this.children.add(child);
      let stderr = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        stderr = (stderr + text).slice(-2000);
      });
      const abort = () => child.kill('SIGKILL');
      signal?.addEventListener('abort', abort, { once: true });
      child.on('message', (answer: Answer) => {
        if (answer.kind === 'progress') onProgress?.(answer);
        else if (answer.kind === 'done') resolve(answer.result);
        else reject(new TranscodeError(answer.message));
      });
      child.once('error', reject);
      child.once('close', (code, killed) => {
        this.children.delete(child);
        signal?.removeEventListener('abort', abort);
        // Nothing happens here when the promise has been settled by an answer.
        if (signal?.aborted) reject(signal.reason);
        else reject(new TranscodeError(`the transcoder ended by ${killed ?? `status ${code}`}: ${stderr.trim()}`));
      });
      child.send(task);
    });
  }
}
