import { setTimeout as sleep } from 'node:timers/promises';

/** Marks an error that a retry may resolve. */
export class Passing extends Error {
  constructor(
    message: string,
    /** The wait that the server requests, in milliseconds. */
    readonly waitMs?: number,
    /** The error to throw after the last attempt. */
    override readonly cause?: unknown,
  ) {
    super(message);
    this.name = 'Passing';
  }
}

export interface Patience {
  readonly attempts: number;
  /** Milliseconds before the second attempt; each further wait is twice as long, up to `maxMs`. */
  readonly firstMs: number;
  readonly maxMs: number;
}

export const patience: Patience = { attempts: 7, firstMs: 300, maxMs: 10_000 };

/** Retries `work` while it throws {@link Passing}, with exponential backoff and jitter, so that clients do not synchronize. */
export async function withRetries<T>(work: (attempt: number) => Promise<T>, by: Patience = patience): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      if (attempt >= by.attempts) throw error.cause ?? error;
      const longest = Math.min(by.maxMs, by.firstMs * 2 ** (attempt - 1));
      await sleep(error.waitMs ?? longest * (0.5 + Math.random() / 2));
    }
  }
}
