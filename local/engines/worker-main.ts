import type { WorkerMessage } from './worker-message';

/** Ends this worker with the runtime, however the runtime ends, and leaves Ctrl-C to the runtime. */
export function endWithRuntime(status: 0 | 1): void {
  process.once('disconnect', () => process.exit(status));
  process.on('SIGINT', () => {});
}

/** The worker's end of `WorkerProcesses`: performs the one task that the runtime sends, then exits. */
export function runOneTask<Task, Result, Progress>(
  perform: (task: Task, onProgress: (progress: Progress) => void) => Promise<Result>,
): void {
  endWithRuntime(1);
  const send = (message: WorkerMessage<Result, Progress>, afterwards?: () => void) => {
    process.send?.(message, undefined, {}, () => afterwards?.());
  };
  process.once('message', (task: Task) => {
    perform(task, (progress) => send({ kind: 'progress', progress })).then(
      (result) => send({ kind: 'done', result }, () => process.exit(0)),
      (error: Error) => send({ kind: 'failed', message: error.message }, () => process.exit(0)),
    );
  });
}
