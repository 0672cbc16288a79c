import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { limitedCommand } from './limits/limited-command';
import type { LimitName, WorkerLimits } from './limits/limits';
import { watchLimits, watchSilence } from './limits/watchdog';
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

/**
 * Signals by which the system or a person ends a process: the first is also what Linux sends when its memory is exhausted.
 * Faults of the process itself cause others, such as SIGSEGV.
 */
const interruptions: readonly (NodeJS.Signals | null | undefined)[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

/** Whether a process was ended from outside, so that its task can be repeated in a new one. */
export const isInterruption = (endedBy: NodeJS.Signals | null | undefined) => interruptions.includes(endedBy);

/** How often a task is repeated in a new process, after its process was ended from outside. */
export const maxRepeats = 2;

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
  /** For tasks without limits: the seconds between two messages of the process. @default unlimited */
  readonly silentSeconds?: number;
  /** Called before a task is repeated, because its process was ended from outside. Progress starts again. */
  readonly onRepeat?: () => void;
}

/** Why a task has no result. */
export interface TaskEnd {
  readonly message: string;
  /** The limit that the process has reached. */
  readonly limit?: LimitName;
  /** Whether the machine is the reason, so that nothing is known about the task's input. */
  readonly isMachineAtFault: boolean;
}

/** The process of a task was ended from outside. */
class Interrupted extends Error {}

/** The other end of `runOneTask`: gives each task to a process of its own, which ends with the task. */
export class WorkerProcesses {
  private readonly children = new Map<ChildProcess, () => void>();
  private isClosed = false;

  /** `failure` makes the error that a rejected task is rejected with; `name` is the worker's name in its message. */
  constructor(
    private readonly workerPath: string,
    private readonly name: string,
    private readonly failure: (end: TaskEnd) => Error,
  ) {}

  /**
   * Repeats a task whose process was ended from outside, at most {@link maxRepeats} times. Throws the `failure` when the
   * worker reports one, crashes, reaches a limit, is ended too often or cannot be started.
   */
  async run<Result, Progress>(task: object, options: TaskOptions<Progress>): Promise<Result> {
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await this.runOnce<Result, Progress>(task, options);
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        if (this.isClosed || repeats === maxRepeats) {
          throw this.failure({ message: `the ${this.name} ${error.message}`, isMachineAtFault: true });
        }
        options.onRepeat?.();
      }
    }
  }

  /** Kills the processes of all running tasks. */
  close(): void {
    this.isClosed = true;
    for (const kill of this.children.values()) kill();
  }

  private runOnce<Result, Progress>(task: object, options: TaskOptions<Progress>): Promise<Result> {
    const { onProgress, signal, limits, silentSeconds } = options;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const limited = limits && { ...limitedCommand(limits), detached: hasGroups };
      const child = startWorker(this.workerPath, { ...options.fork, ...limited }, (how, endedBy) => {
        this.children.delete(child);
        signal?.removeEventListener('abort', kill);
        if (limits && endedBy) killGroup(child);
        // These have no effect if a message or a limit has settled the promise before.
        if (signal?.aborted) reject(signal.reason);
        else if (endedBy === 'SIGXCPU') fail('processor time');
        else if (isInterruption(endedBy)) reject(new Interrupted(how));
        // Without a process, the system could not start one.
        else reject(this.failure({ message: `the ${this.name} ${how}`, isMachineAtFault: child.pid === undefined }));
      });
      const fail = (limit: LimitName) => {
        const message = `the ${this.name} was ended because it reached its limit of ${limit}`;
        reject(this.failure({ message, limit, isMachineAtFault: limit === 'silence' }));
      };
      const kill = () => (limits ? killGroup(child) : child.kill('SIGKILL'));
      const end = (limit: LimitName) => {
        fail(limit);
        kill();
      };
      this.children.set(child, kill);
      signal?.addEventListener('abort', kill, { once: true });
      child.on('message', (message: WorkerMessage<Result, Progress>) => {
        if (message.kind === 'progress') onProgress?.(message.progress);
        else if (message.kind === 'done') resolve(message.result);
        else reject(this.failure({ message: message.message, isMachineAtFault: false }));
      });
      if (limits) watchLimits(child, limits, end);
      else if (silentSeconds !== undefined) watchSilence(child, silentSeconds, () => end('silence'));
      // The handler of the end reports a process that has ended before it has its task.
      child.send(task, () => {});
    });
  }
}
