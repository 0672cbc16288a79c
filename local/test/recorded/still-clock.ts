import type { Clock } from '../../kernel/clock';

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/** Real milliseconds between two looks at who sleeps. */
const tick = 4;

/**
 * A clock that stands still while something is under way, and jumps to the next one to wake when nothing is: a timeout
 * comes before a function that sleeps for longer, however slow the machine is.
 */
export class StillClock implements Clock {
  /** What time waits for: calls and holders of task tokens. */
  busy = 0;
  private time = Date.now();
  private readonly sleepers = new Set<Sleeper>();
  private readonly timer = setInterval(() => this.jump(), tick);

  now(): number {
    return this.time;
  }

  sleep(until: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        this.sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper = {
        until,
        wake: () => {
          this.sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
      if (until <= this.time) sleeper.wake();
    });
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private jump(): void {
    if (this.busy > 0 || this.sleepers.size === 0) return;
    this.time = Math.max(this.time, Math.min(...[...this.sleepers].map(({ until }) => until)));
    for (const sleeper of [...this.sleepers]) if (sleeper.until <= this.time) sleeper.wake();
  }
}
