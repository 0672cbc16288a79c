import { randomUUID } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel';
import type { Store } from '../../../kernel/store';
import type { HistoryItem } from './model';

/** CloudWatch keeps an alarm's history for 30 days; here, the last items of all alarms are kept. */
const maxItems = 1000;

/** What happened to alarms, stored on disk. */
export class AlarmHistory {
  private readonly kept: Store<HistoryItem>;
  private sequence = 0;

  constructor(kernel: Kernel) {
    this.kept = kernel.store<HistoryItem>('cloudwatch', 'history');
  }

  add(item: HistoryItem): void {
    // The key orders items of the same millisecond.
    const order = String(this.sequence++ % 1_000_000).padStart(6, '0');
    this.kept.put(`${String(item.at).padStart(15, '0')}/${order}/${randomUUID()}`, item);
    for (const [key] of this.ordered().slice(0, -maxItems)) this.kept.delete(key);
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
