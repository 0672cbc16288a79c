export interface Clock {
  /** Milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** A bucket of tokens that fills at a steady rate and holds those of one second, so that pauses are not lost. */
export class RateLimit {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly perSecond: number,
    private readonly clock: Clock = systemClock,
  ) {
    this.tokens = perSecond;
    this.filledAt = clock.now();
  }

  /** Takes a token, first come, first served. */
  async take(): Promise<void> {
    const now = this.clock.now();
    this.tokens = Math.min(this.perSecond, this.tokens + ((now - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = now;
    this.tokens -= 1;
    // Whoever comes before the bucket is full again waits for a token that is not there yet.
    if (this.tokens < 0) await this.clock.sleep((-this.tokens / this.perSecond) * 1000);
  }
}
