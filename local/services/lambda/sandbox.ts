import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { bootstrap } from './bootstrap';
import type { FunctionConfiguration } from './function';

/** The result of one invocation. `payload` is JSON text. */
export interface Outcome {
  readonly payload: string;
  /** Set if the function failed; `payload` is then Lambda's error object. */
  readonly functionError?: 'Unhandled';
}

type Message =
  | { readonly kind: 'ready'; readonly failure?: object }
  | { readonly kind: 'result' | 'error'; readonly id: string; readonly payload: string };

export interface SandboxOptions {
  readonly configuration: FunctionConfiguration;
  readonly environment: Readonly<Record<string, string>>;
  readonly logStream: string;
  onOutput(text: string): void;
}

/** Recorded. The quotas document 6 MB, and the service accepts a hundred bytes more. */
const maxResponseBytes = 6_291_556;

/**
 * Loading a function's code does not count as its running time. When it takes longer than this, Lambda starts it again
 * within the timeout of the first invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const initSeconds = 10;

const failed = (errorType: string, errorMessage: string): Outcome => ({
  payload: JSON.stringify({ errorType, errorMessage }),
  functionError: 'Unhandled',
});

const exited = (id: string) =>
  failed('Runtime.ExitError', `RequestId: ${id} Error: Runtime exited without providing a reason`);

/** One execution environment: a worker thread that holds the function's code and runs one invocation at a time. */
export class Sandbox {
  private readonly worker: Worker;
  private readonly ready: Promise<object | undefined>;
  /** Resolves when the function's code is loaded, or could not be. */
  readonly loaded: Promise<void>;
  private alive = true;

  constructor(private readonly options: SandboxOptions) {
    const { configuration, environment } = options;
    this.worker = new Worker(bootstrap, {
      eval: true,
      env: { ...environment },
      stdout: true,
      stderr: true,
      workerData: {
        handler: configuration.handler,
        codePath: configuration.codePath,
        name: configuration.name,
        memory: configuration.memoryMegabytes,
        logGroup: configuration.logGroup,
        logsAsJson: configuration.logsAsJson,
      },
      resourceLimits: { maxOldGenerationSizeMb: configuration.memoryMegabytes },
    });
    for (const stream of [this.worker.stdout, this.worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => options.onOutput(text));
    }
    this.worker.on('exit', () => {
      this.alive = false;
    });
    this.ready = Promise.race([
      once(this.worker, 'message').then(([message]) => (message as { failure?: object }).failure),
      // This handles code that ends the process before it is ready.
      once(this.worker, 'exit').then(() => Promise.reject(new Error('Runtime exited without providing a reason'))),
    ]);
    // The first invocation reads this promise. A thread that dies before must not end the process by an unhandled
    // rejection.
    this.loaded = this.ready.then(
      () => {},
      () => {},
    );
    this.worker.on('error', () => {});
  }

  /** False once the thread has ended, by a time-out, by running out of memory, or by `process.exit`. */
  get usable(): boolean {
    return this.alive;
  }

  async invoke(id: string, payload: string): Promise<Outcome> {
    const { timeoutSeconds } = this.options.configuration;
    const start = await this.within(id, initSeconds + timeoutSeconds, this.started(id));
    if (start !== 'ready') return start;
    return this.within(id, timeoutSeconds, this.run(id, payload));
  }

  async close(): Promise<void> {
    this.alive = false;
    await this.worker.terminate();
  }

  /** Settles as the work does, or stops the thread after so many seconds. */
  private async within<T>(id: string, seconds: number, work: Promise<T>): Promise<T | Outcome> {
    const { timeoutSeconds } = this.options.configuration;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => {
        void this.close();
        resolve(
          failed('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after ${timeoutSeconds}.00 seconds`),
        );
      }, seconds * 1000);
    });
    try {
      return await Promise.race([timeout, work]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until the function's code is loaded; settles with an outcome if that failed. */
  private async started(id: string): Promise<'ready' | Outcome> {
    try {
      const failure = await this.ready;
      if (!failure) return 'ready';
      void this.close();
      return { payload: JSON.stringify(failure), functionError: 'Unhandled' };
    } catch (error) {
      return this.crash(id, error);
    }
  }

  private run(id: string, payload: string): Promise<Outcome> {
    const { configuration, logStream } = this.options;
    const { timeoutSeconds, arn } = configuration;
    const deadline = Date.now() + timeoutSeconds * 1000;
    return new Promise<Outcome>((resolve) => {
      const finish = (outcome: Outcome) => {
        this.worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        resolve(outcome);
      };
      const onMessage = (message: Message) => {
        if (message.kind === 'ready' || message.id !== id) return;
        if (Buffer.byteLength(message.payload) > maxResponseBytes) {
          const why = `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
          return finish(failed('Function.ResponseSizeTooLarge', why));
        }
        finish({ payload: message.payload, ...(message.kind === 'error' && { functionError: 'Unhandled' as const }) });
      };
      const onError = (error: Error) => finish(this.crash(id, error));
      const onExit = () => finish(exited(id));
      this.worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      this.worker.postMessage({ id, payload, deadline, arn, logStream });
    });
  }

  private crash(id: string, error: unknown): Outcome {
    this.alive = false;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return failed('Runtime.OutOfMemory', `RequestId: ${id} Error: Runtime exited with error: signal: killed`);
    }
    return failed('Runtime.ExitError', `RequestId: ${id} Error: ${message}`);
  }
}
