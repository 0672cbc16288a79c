import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { limitedCommand } from './limits/limited-command';
import type { LimitName, WorkerLimits } from './limits/limits';
import { watchLimits } from './limits/watchdog';
import type { WorkerMessage } from './worker-message';

/** Characters of standard error that an error message quotes, counted from the end. */
const quotedStderr = 2000;

/**
 * Starts an engine's worker. Engines run as processes of their own because they are native code that may crash and needs
 * much memory. `onEnd` is called once, when the process has ended or could not be started. Its argument completes the
 * sentence "the worker …", for example "was ended by SIGKILL".
 */
export function startWorker(
  workerPath: string,
  options: ForkOptions,
  onEnd: (how: string, signal?: NodeJS.Signals | null) => void,
): ChildProcess {
  const child = fork(workerPath, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], ...options });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-quotedStderr);
  });
  let hasEnded = false;
  const end = (how: string, signal?: NodeJS.Signals | null) => {
    if (!hasEnded) onEnd(how, signal);
    hasEnded = true;
  };
  child.once('error', (error) => end(`could not run: ${error.message}`));
  child.once('close', (status, signal) => {
    end(`${signal ? `was ended by ${signal}` : `exited with status ${status}`}: ${stderr.trim()}`, signal);
  });
  return child;
}

/** Whether a worker with limits leads a process group of its own, so that its children end with it. */
const hasGroups = process.platform !== 'win32';

/** Kills a worker with limits and all that it has started. */
function killGroup(child: ChildProcess): void {
  if (!hasGroups || child.pid === undefined) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

interface TaskOptions<Progress> {
  readonly onProgress?: (progress: Progress) => void;
  /** Kills the process when it aborts. The promise is then rejected by the signal's reason. */
  readonly signal?: AbortSignal;
  /** The working folder and environment of the process, where they differ from the runtime's. */
  readonly fork?: ForkOptions;
  /** @default none: for tasks whose input this runtime has made */
  readonly limits?: WorkerLimits;
}

/** The other end of `runOneTask`: gives each task to a process of its own, which ends with the task. */
export class WorkerProcesses {
  private readonly children = new Map<ChildProcess, () => void>();

  /**
   * `failure` makes the error that a rejected task is rejected with, with the limit that the process has reached, if it has;
   * `name` is the worker's name in its message.
   */
  constructor(
    private readonly workerPath: string,
    private readonly name: string,
    private readonly failure: (message: string, limit?: LimitName) => Error,
  ) {}

  /** Throws the `failure` when the worker reports one, crashes, reaches a limit or cannot be started. */
  run<Result, Progress>(task: object, options: TaskOptions<Progress>): Promise<Result> {
    const { onProgress, signal, limits } = options;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const limited = limits && { ...limitedCommand(limits), detached: hasGroups };
      const child = startWorker(this.workerPath, { ...options.fork, ...limited }, (how, endedBy) => {
        this.children.delete(child);
        signal?.removeEventListener('abort', kill);
        if (limits && endedBy) killGroup(child);
        // These have no effect if a message has settled the promise before.
        if (signal?.aborted) reject(signal.reason);
        else if (endedBy === 'SIGXCPU') fail('processor time');
        else reject(this.failure(`the ${this.name} ${how}`));
      });
      const fail = (limit: LimitName) =>
        reject(this.failure(`the ${this.name} was ended because it reached its limit of ${limit}`, limit));
      const kill = () => (limits ? killGroup(child) : child.kill('SIGKILL'));
      this.children.set(child, kill);
      signal?.addEventListener('abort', kill, { once: true });
      child.on('message', (message: WorkerMessage<Result, Progress>) => {
        if (message.kind === 'progress') onProgress?.(message.progress);
        else if (message.kind === 'done') resolve(message.result);
        else reject(this.failure(message.message));
      });
      if (limits) {
        watchLimits(child, limits, (limit) => {
          fail(limit);
          kill();
        });
      }
      child.send(task);
    });
  }

  /** Kills the processes of all running tasks. */
  close(): void {
    for (const kill of this.children.values()) kill();
  }
}
