/** When a breaker opens, and for how long. Times are in milliseconds. */
export interface BreakerRules {
  /** It opens at so many failures… */
  readonly failures: number;
  /** …within this time. */
  readonly windowMs: number;
  /** How long it stays open until one call may probe. */
  readonly openMs: number;
}

export const breakerRules: BreakerRules = { failures: 5, windowMs: 30_000, openMs: 15_000 };

/**
 * Keeps calls from a service that is not well: closed, it lets all through; open, none; half open, one at a time, whose
 * outcome closes or opens it again. Everyone who was allowed must say how it went.
 */
export class Breaker {
  /** Times of the failures that count. */
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
    // A late answer of before it opened says nothing about now.
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

  /** Lets nothing through for at least so long. */
  open(forMs: number): void {
    this.openUntil = Math.max(this.openUntil ?? 0, this.now() + forMs);
    this.probing = false;
    this.failed = [];
  }
}
