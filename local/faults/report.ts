import type { Kernel } from '../kernel/kernel';

/** Counts what was injected, and logs each of it. */
export class FaultReport {
  private readonly counts = new Map<string, number>();
  private calls = 0;
  private deliveries = 0;

  constructor(
    private readonly seed: number,
    private readonly log: Kernel['log'],
  ) {}

  call(): void {
    this.calls += 1;
  }

  delivery(): void {
    this.deliveries += 1;
  }

  injected(kind: string, fields: Readonly<Record<string, unknown>>): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.log('faults', kind, fields);
  }

  /** `Faults injected by seed 7: of 120 calls 12 fail before, 9 throttle; of 30 deliveries of events 2 lose` */
  summary(): string {
    const listed = (isEvent: boolean) =>
      [...this.counts]
        .filter(([kind]) => kind.startsWith('event ') === isEvent)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, count]) => `${count} ${kind.replace('event ', '')}`)
        .join(', ') || 'none';
    const events = `of ${this.deliveries} deliveries of events ${listed(true)}`;
    return `Faults injected by seed ${this.seed}: of ${this.calls} calls ${listed(false)}; ${events}`;
  }

  /** Logs the totals, by kind. */
  total(): void {
    const { calls, deliveries } = this;
    this.log('faults', 'total', { seed: this.seed, calls, deliveries, injected: Object.fromEntries(this.counts) });
  }
}
