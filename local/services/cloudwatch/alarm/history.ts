import { randomUUID } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel';
import type { Store } from '../../../kernel/store';
import type { HistoryItem } from './model';

/** Milliseconds. Source: CloudWatch user guide, "Using Amazon CloudWatch alarms": 30 days. */
const retention = 30 * 86_400_000;
/** The number of items of all alarms that are kept. */
const maxItems = 1000;

/** What happened to alarms, stored on disk. */
export class AlarmHistory {
  private readonly kept: Store<HistoryItem>;
  private sequence = 0;

  constructor(private readonly kernel: Kernel) {
    this.kept = kernel.store<HistoryItem>('cloudwatch', 'history');
  }

  add(item: HistoryItem): void {
    // The key orders items of the same millisecond.
    const order = String(this.sequence++ % 1_000_000).padStart(6, '0');
    this.kept.put(`${String(item.at).padStart(15, '0')}/${order}/${randomUUID()}`, item);
    for (const [key] of this.ordered().slice(0, -maxItems)) this.kept.delete(key);
  }

  /** Removes items after their retention. */
  sweep(): void {
    for (const [key, { at }] of this.kept.entries()) if (at + retention < this.kernel.now()) this.kept.delete(key);
  }

  /** Returns a region's items, oldest first. */
  in(region: string): HistoryItem[] {
    return this.ordered()
      .map(([, item]) => item)
      .filter((item) => item.region === region);
  }

  private ordered(): [string, HistoryItem][] {
    return this.kept.entries().sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
