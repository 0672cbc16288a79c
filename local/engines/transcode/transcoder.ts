import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { isDiskFault } from '../../kernel/disk-fault';
import { encodeLimits, type LimitName, probeLimits, type WorkerLimits } from '../limits/limits';
import { type TaskEnd, WorkerProcesses } from '../worker-process';
import type { MediaInfo } from './media-info';
import type { TranscodeTask } from './messages';
import type { Driver, Progress, TranscodeOutcome, TranscodePlan } from './plan';
import { resolveDriver } from './resolve';

/** FFmpeg could not read or transcode a file. The message is FFmpeg's own. */
export class TranscodeError extends Error {
  override readonly name = 'TranscodeError';

  /** The limit of its process that the task has reached. */
  readonly limit?: LimitName;
  /**
   * Whether the machine is the reason, so that nothing is known about the file: it was too busy, its disk is full, or
   * the process was ended from outside, again and again.
   */
  readonly isMachineAtFault: boolean;

  constructor({ message, limit, isMachineAtFault }: TaskEnd) {
    super(message);
    this.limit = limit;
    this.isMachineAtFault = isMachineAtFault || isDiskFault(this);
  }
}

/** Whether a task failed for a reason of the machine: see {@link TranscodeError.isMachineAtFault}. */
export function isMachineAtFault(error: Error): boolean {
  return error instanceof TranscodeError && error.isMachineAtFault;
}

export interface TranscoderOptions {
  /** The built `local/engines/transcode/worker.ts`. `node-av` has to be found from there. */
  readonly workerPath: string;
  /** Overrides {@link resolveDriver}. */
  readonly driver?: Driver;
  /** Overrides {@link probeLimits} and {@link encodeLimits}. */
  readonly limits?: Partial<WorkerLimits>;
}

interface RunOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Called before the task is repeated in a new process, because its process was ended from outside. */
  readonly onRepeat?: () => void;
  /** The folder that relative paths refer to. @default the runtime's working folder */
  readonly folder?: string;
  /** Kills the process when it aborts. The promise is then rejected by the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Seconds in which a task without limits must report progress: it makes pictures or sound of its own. */
const silentSeconds = 600;

/** FFmpeg. Each task runs in a process of its own. */
export class Transcoder {
  private resolved: Promise<Driver> | undefined;
  private readonly processes: WorkerProcesses;

  constructor(private readonly options: TranscoderOptions) {
    this.processes = new WorkerProcesses(options.workerPath, 'transcoder', (end) => new TranscodeError(end));
  }

  /** Throws {@link TranscodeError} if the file is not a media file. */
  probe(path: string, options: RunOptions = {}): Promise<MediaInfo> {
    return this.run({ kind: 'probe', path }, options, probeLimits);
  }

  /**
   * Throws {@link TranscodeError}, also for a film that takes more than the limits of its length. Damage in the source that FFmpeg skipped is not thrown but counted.
   */
  async transcode(plan: TranscodePlan, options: RunOptions = {}): Promise<TranscodeOutcome> {
    return this.run(
      { kind: 'transcode', plan, driver: await this.driver() },
      options,
      await this.limitsFor(plan, options),
    );
  }

  /** Kills the processes of all running tasks. */
  close(): void {
    this.processes.close();
  }

  private driver(): Promise<Driver> {
    this.resolved ??= this.options.driver
      ? Promise.resolve(this.options.driver)
      : resolveDriver().then(({ driver }) => driver);
    return this.resolved;
  }

  /** Plans without an input have no limits: their graphs are this program's own. */
  private async limitsFor({ input, durationSeconds }: TranscodePlan, { folder = '' }: RunOptions) {
    if (input === undefined) return undefined;
    const size = await stat(resolve(folder, input)).then(
      ({ size }) => size,
      () => 0,
    );
    return encodeLimits(durationSeconds, size);
  }

  private run<Result>(
    task: TranscodeTask,
    { onProgress, onRepeat, signal, folder }: RunOptions,
    limits: WorkerLimits | undefined,
  ): Promise<Result> {
    // Every encoder waits in a thread of libuv's pool.
    const env = { ...process.env, UV_THREADPOOL_SIZE: String(Math.max(8, availableParallelism() * 2)) };
    const fork = { env, ...(folder !== undefined && { cwd: folder }) };
    return this.processes.run<Result, Progress>(task, {
      onProgress,
      onRepeat,
      signal,
      fork,
      silentSeconds,
      ...(limits && { limits: { ...limits, ...this.options.limits } }),
    });
  }
}
