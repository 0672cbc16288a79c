import type { Clock } from '../kernel/clock';

/** Turns of the event loop that make a second of {@link fastClock}, of a millisecond or more each. */
const turnsOfSecond = 10;

/**
 * Time that runs by turns of the event loop while a caller sleeps, about a second in ten milliseconds. It does not follow the
 * wall clock: on any machine, work of a few turns ends long before a timeout of a second.
 */
class TurningClock implements Clock {
  private ahead = 0;
  private isTurning = false;
  private readonly sleepers = new Set<() => void>();

  now(): number {
    return Date.now() + this.ahead;
  }

  async sleep(until: number, signal: AbortSignal): Promise<void> {
    while (this.now() < until) {
      signal.throwIfAborted();
      await new Promise<void>((wake) => {
        const sleeper = () => {
          this.sleepers.delete(sleeper);
          signal.removeEventListener('abort', sleeper);
          wake();
        };
        this.sleepers.add(sleeper);
        signal.addEventListener('abort', sleeper, { once: true });
        void this.turn();
      });
    }
    signal.throwIfAborted();
  }

  private async turn(): Promise<void> {
    if (this.isTurning) return;
    this.isTurning = true;
    while (this.sleepers.size > 0) {
      for (let turn = 0; turn < turnsOfSecond; turn++) await new Promise((done) => setTimeout(done, 1));
      this.ahead += 1000;
      for (const wake of [...this.sleepers]) wake();
      // Those whose time has not come lie down again.
      await new Promise((done) => setImmediate(done));
    }
    this.isTurning = false;
  }
}

export const fastClock: Clock = new TurningClock();
