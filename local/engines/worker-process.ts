import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import type { WorkerMessage } from './worker-message';

/** Characters of standard error that an error message quotes, counted from the end. */
const quotedStderr = 2000;

/**
 * Starts an engine's worker. Engines run as processes of their own because they are native code that may crash and needs
 * much memory. `onEnd` is called once, when the process has ended or could not be started. Its argument completes the
 * sentence "the worker …", for example "was ended by SIGKILL".
 */
export function startWorker(workerPath: string, options: ForkOptions, onEnd: (how: string) => void): ChildProcess {
  const child = fork(workerPath, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], ...options });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-quotedStderr);
  });
  let hasEnded = false;
  const end = (how: string) => {
    if (!hasEnded) onEnd(how);
    hasEnded = true;
  };
  child.once('error', (error) => end(`could not run: ${error.message}`));
  child.once('close', (status, signal) => {
    end(`${signal ? `was ended by ${signal}` : `exited with status ${status}`}: ${stderr.trim()}`);
  });
  return child;
}

interface TaskOptions<Progress> {
  readonly onProgress?: (progress: Progress) => void;
  /** Kills the process when it aborts. The promise is then rejected by the signal's reason. */
  readonly signal?: AbortSignal;
  /** The working folder and environment of the process, where they differ from the runtime's. */
  readonly fork?: ForkOptions;
}

/** The other end of `runOneTask`: gives each task to a process of its own, which ends with the task. */
export class WorkerProcesses {
  private readonly children = new Set<ChildProcess>();

  /** `failure` makes the error that a rejected task is rejected with; `name` is the worker's name in its message. */
  constructor(
    private readonly workerPath: string,
    private readonly name: string,
    private readonly failure: (message: string) => Error,
  ) {}

  /** Throws the `failure` when the worker reports one, crashes or cannot be started. */
  run<Result, Progress>(task: object, options: TaskOptions<Progress>): Promise<Result> {
    const { onProgress, signal } = options;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const child = startWorker(this.workerPath, options.fork ?? {}, (how) => {
        this.children.delete(child);
        signal?.removeEventListener('abort', abort);
        // These have no effect if a message has settled the promise before.
        if (signal?.aborted) reject(signal.reason);
        else reject(this.failure(`the ${this.name} ${how}`));
      });
      const abort = () => child.kill('SIGKILL');
      this.children.add(child);
      signal?.addEventListener('abort', abort, { once: true });
      child.on('message', (message: WorkerMessage<Result, Progress>) => {
        if (message.kind === 'progress') onProgress?.(message.progress);
        else if (message.kind === 'done') resolve(message.result);
        else reject(this.failure(message.message));
      });
      child.send(task);
    });
  }

  /** Kills the processes of all running tasks. */
  close(): void {
    for (const child of this.children) child.kill('SIGKILL');
  }
}
