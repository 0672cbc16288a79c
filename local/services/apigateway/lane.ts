import { availableParallelism } from 'node:os';
import { ServiceError } from '../../kernel/service';
import { type Bounds, WaitingLine } from '../waiting-line';

/**
 * Invocations for requests that run at the same time, of all functions. Each has to end within its function's time limit, so
 * on a busy machine a few must run quickly while the others wait: many that run slowly would all reach their limits.
 */
const defaultAtOnce = 4 * Math.max(2, availableParallelism());
/** At most half of API Gateway's limit of 30 s, because a request may need an authorizer and a function. */
const defaultBounds: Bounds = { length: 160, milliseconds: 15_000 };

interface Waiting {
  begin(): void;
  reject(error: Error): void;
}

const tooMany = () =>
  new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429, { Type: 'User', retryAfterSeconds: '2' });

/** The lane of the invocations for requests. */
export class Lane {
  private readonly line: WaitingLine<Waiting>;
  private running = 0;

  constructor(
    private readonly atOnce = defaultAtOnce,
    bounds: Bounds = defaultBounds,
  ) {
    this.line = new WaitingLine(bounds, tooMany);
  }

  /**
   * Throws `TooManyRequestsException` if too many tasks wait, or if the task has waited for too long; the signal's reason if
   * it aborts while the task waits; and the task's error.
   */
  async run<Result>(task: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    if (this.running >= this.atOnce) {
      await new Promise<void>((begin, reject) => this.line.add({ begin, reject }, false, signal));
    } else this.running += 1;
    try {
      return await task();
    } finally {
      // The place passes to the next task, if one waits.
      const next = this.line.next();
      if (next) next.begin();
      else this.running -= 1;
    }
  }
}
