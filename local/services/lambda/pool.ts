import { randomUUID } from 'node:crypto';
import { ServiceError } from '../../kernel/service';
import { type Bounds, WaitingLine } from '../waiting-line';
import type { FunctionConfiguration } from './function';
import { type Outcome, Sandbox } from './sandbox';
import type { Starts } from './starts';

/** An execution environment ends after this time without an invocation. */
const idleMilliseconds = 10 * 60_000;
/**
 * The maximum number of threads per function; further invocations wait. More threads would only compete for the cores
 * of a laptop.
 */
const defaultConcurrency = 8;
/**
 * The invocations that wait for a thread while their callers wait for them. AWS refuses what exceeds the concurrency at
 * once; a laptop, whose concurrency is small, lets some wait, but not longer than half of API Gateway's limit
 * of 30 s: a request may wait for an authorizer and a function.
 */
const defaultBounds: Bounds = { length: 128, milliseconds: 15_000 };

/** Seconds after which a refused caller should try again. */
const retryAfterSeconds = '2';

export interface PoolOptions {
  readonly configuration: FunctionConfiguration;
  readonly environment: Readonly<Record<string, string>>;
  readonly starts: Starts;
  /** @default {@link defaultBounds} */
  readonly bounds?: Bounds;
  /** Writes the function's output to a log stream. */
  log(stream: string, text: string): void;
  /** Called after each invocation. The duration does not include the wait for a thread. */
  ended(outcome: Outcome, milliseconds: number): void;
  /** Called for each invocation that is refused. */
  throttled(): void;
}

/** How an invocation may wait for a thread. */
export interface Patience {
  /** Drops the invocation, unless it runs already. */
  readonly signal?: AbortSignal;
  /** For invocations without a waiting caller: they may wait for ever, and let others pass. */
  readonly isPatient?: boolean;
}

interface Invocation {
  readonly id: string;
  readonly payload: string;
  resolve(outcome: Promise<Outcome>): void;
  reject(error: Error): void;
}

/** The execution environments of one function. They are started when needed and reused. */
export class Pool {
  private readonly idle: { sandbox: Sandbox; timer: NodeJS.Timeout }[] = [];
  private readonly all = new Set<Sandbox>();
  private readonly line: WaitingLine<Invocation>;
  private running = 0;
  private isClosed = false;
  private readonly forget: () => void;

  constructor(private readonly options: PoolOptions) {
    this.line = new WaitingLine(options.bounds ?? defaultBounds, () => this.tooMany());
    this.forget = options.starts.onFree(() => this.dispatch());
  }

  /**
   * Throws `TooManyRequestsException` if too many wait already, or if the invocation has waited for too long, and the
   * signal's reason.
   */
  invoke(id: string, payload: string, { signal, isPatient = false }: Patience = {}): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.isClosed) throw new ServiceError('ServiceException', 'The service is stopping.', 503);
      this.line.add({ id, payload, resolve, reject }, isPatient, signal);
      this.dispatch();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.forget();
    this.line.clear(new ServiceError('ServiceException', 'The service is stopping.', 503));
    for (const { timer } of this.idle) clearTimeout(timer);
    await Promise.all([...this.all].map((sandbox) => sandbox.close()));
  }

  /**
   * Gives waiting invocations to threads. A thread that has ended its invocation takes the next one, so only as many
   * threads start at the same time as the machine has cores: fifty requests at once do not start eight.
   */
  private dispatch(): void {
    const limit = this.options.configuration.reservedConcurrency ?? defaultConcurrency;
    while (!this.isClosed && this.running < limit && this.line.size > 0) {
      const sandbox = this.warm() ?? (this.options.starts.take() ? this.start() : undefined);
      if (!sandbox) return;
      const next = this.line.next();
      if (next) next.resolve(this.run(sandbox, next));
      else this.release(sandbox);
    }
  }

  private async run(sandbox: Sandbox, { id, payload }: Invocation): Promise<Outcome> {
    this.running += 1;
    const startedAt = performance.now();
    try {
      const outcome = await sandbox.invoke(id, payload);
      this.options.ended(outcome, performance.now() - startedAt);
      return outcome;
    } finally {
      this.running -= 1;
      this.release(sandbox);
      this.dispatch();
    }
  }

  /** AWS's text; the model binds `retryAfterSeconds` to the header `Retry-After`. */
  private tooMany(): ServiceError {
    this.options.throttled();
    const reserved = this.options.configuration.reservedConcurrency !== undefined;
    return new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429, {
      Type: 'User',
      Reason: `${reserved ? 'ReservedFunctionConcurrent' : 'Concurrent'}InvocationLimitExceeded`,
      retryAfterSeconds,
    });
  }

  private warm(): Sandbox | undefined {
    for (let warm = this.idle.pop(); warm; warm = this.idle.pop()) {
      clearTimeout(warm.timer);
      if (warm.sandbox.usable) return warm.sandbox;
      this.all.delete(warm.sandbox);
    }
    return undefined;
  }

  private start(): Sandbox {
    const { configuration, environment, log, starts } = this.options;
    const logStream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
    const sandbox = new Sandbox({
      configuration,
      environment: { ...environment, AWS_LAMBDA_LOG_STREAM_NAME: logStream },
      logStream,
      onOutput: (text) => log(logStream, text),
    });
    this.all.add(sandbox);
    void sandbox.loaded.then(() => starts.give());
    return sandbox;
  }

  private release(sandbox: Sandbox) {
    if (!sandbox.usable || this.isClosed) {
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
