import { setTimeout as sleep } from 'node:timers/promises';

/** Marks an error that may be gone when the same thing is tried again. */
export class Passing extends Error {
  constructor(
    message: string,
    /** What the server asks to wait, in milliseconds. */
    readonly waitMs?: number,
    /** What is thrown when patience ends. */
    override readonly cause?: unknown,
  ) {
    super(message);
    this.name = 'Passing';
  }
}

export interface Patience {
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubles from there, up to `maxMs`. */
  readonly firstMs: number;
  readonly maxMs: number;
}

export const patience: Patience = { attempts: 7, firstMs: 300, maxMs: 10_000 };

/** Tries again while {@link Passing} is thrown: exponential, with full jitter, so that many clients do not march in step. */
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
