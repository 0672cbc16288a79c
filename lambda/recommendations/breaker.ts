/** When a breaker opens, and for how long. Times are in milliseconds. */
export interface BreakerRules {
  /** Number of failures that opens the breaker… */
  readonly failures: number;
  /** …within this time. */
  readonly windowMs: number;
  /** How long the breaker stays open until one call may test the service. */
  readonly openMs: number;
}

const breakerRules: BreakerRules = { failures: 5, windowMs: 30_000, openMs: 15_000 };

/**
 * Stops calls to an unhealthy service. A closed breaker allows all calls, an open one none, and a half-open one a single
 * call at a time, whose outcome closes or opens it. Every caller that was allowed must report the outcome.
 */
export class Breaker {
  /** Times of the failures within the window. */
  private failed: number[] = [];
  private openUntil: number | undefined;
  private probing = false;

  constructor(
    private readonly now: () => number,
    private readonly rules: BreakerRules = breakerRules,
  ) {}

  get state(): 'closed' | 'open' | 'half-open' {
    if (this.openUntil === undefined) return 'closed';
    return this.now() < this.openUntil ? 'open' : 'half-open';
  }

  /** Whether a call may be made now. */
  allows(): boolean {
    const { state } = this;
    if (state === 'closed') return true;
    if (state === 'open' || this.probing) return false;
    this.probing = true;
    return true;
  }

  succeeded(): void {
    // A late response to a call from before the breaker opened does not show that the service has recovered.
    if (this.state === 'open') return;
    this.probing = false;
    this.openUntil = undefined;
    this.failed = [];
  }

  failure(): void {
    const now = this.now();
    if (this.state === 'half-open') this.open(this.rules.openMs);
    if (this.state === 'open') return;
    this.failed = [...this.failed.filter((time) => now - time < this.rules.windowMs), now];
    if (this.failed.length >= this.rules.failures) this.open(this.rules.openMs);
  }

  /** Allows no call for at least this time, in milliseconds. */
  open(forMs: number): void {
    this.openUntil = Math.max(this.openUntil ?? 0, this.now() + forMs);
    this.probing = false;
    this.failed = [];
  }
}
