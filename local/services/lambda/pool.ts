import { randomUUID } from 'node:crypto';
import type { FunctionConfiguration } from './function';
import { type Outcome, Sandbox } from './sandbox';

/** An execution environment ends after this time without an invocation. */
const idleMilliseconds = 10 * 60_000;
/**
 * The maximum number of threads per function; further invocations wait. More threads would only compete for the cores
 * of a laptop.
 */
const defaultConcurrency = 8;

export interface PoolOptions {
  readonly configuration: FunctionConfiguration;
  readonly environment: Readonly<Record<string, string>>;
  /** Writes the function's output to a log stream. */
  log(stream: string, text: string): void;
  /** Called after each invocation. The duration does not include the wait for a thread. */
  ended(outcome: Outcome, milliseconds: number): void;
}

/** The execution environments of one function. They are started when needed and reused. */
export class Pool {
  private readonly idle: { sandbox: Sandbox; timer: NodeJS.Timeout }[] = [];
  private readonly all = new Set<Sandbox>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly options: PoolOptions) {}

  async invoke(id: string, payload: string): Promise<Outcome> {
    const limit = this.options.configuration.reservedConcurrency ?? defaultConcurrency;
    while (this.running >= limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    const sandbox = this.take();
    const startedAt = performance.now();
    try {
      const outcome = await sandbox.invoke(id, payload);
      this.options.ended(outcome, performance.now() - startedAt);
      return outcome;
    } finally {
      this.running -= 1;
      this.release(sandbox);
      this.waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    for (const { timer } of this.idle) clearTimeout(timer);
    await Promise.all([...this.all].map((sandbox) => sandbox.close()));
  }

  private take(): Sandbox {
    for (let warm = this.idle.pop(); warm; warm = this.idle.pop()) {
      clearTimeout(warm.timer);
      if (warm.sandbox.usable) return warm.sandbox;
      this.all.delete(warm.sandbox);
    }
    const { configuration, environment, log } = this.options;
    const logStream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
    const sandbox = new Sandbox({
      configuration,
      environment: { ...environment, AWS_LAMBDA_LOG_STREAM_NAME: logStream },
      logStream,
      onOutput: (text) => log(logStream, text),
    });
    this.all.add(sandbox);
    return sandbox;
  }

  private release(sandbox: Sandbox) {
    if (!sandbox.usable) {
      this.all.delete(sandbox);
      return;
    }
    const timer = setTimeout(() => {
      this.idle.splice(
        this.idle.findIndex((entry) => entry.sandbox === sandbox),
        1,
      );
      this.all.delete(sandbox);
      void sandbox.close();
    }, idleMilliseconds);
    timer.unref();
    this.idle.push({ sandbox, timer });
  }
}
