/** An action or view of a viewer, in the form that `POST /api/events` accepts; the API's documentation lists all members. */
export interface PageEvent {
  readonly type: 'watch' | 'impression' | 'click' | 'rate' | 'search' | 'quality';
  readonly [member: string]: unknown;
}

/** The API's result for one event. */
export interface Receipt {
  readonly id?: string;
  readonly status: 'accepted' | 'duplicate' | 'refused' | 'retry';
  readonly reason?: { readonly code: string };
}

interface Queued extends PageEvent {
  readonly id: string;
  readonly at: number;
}

export interface EventBatch {
  readonly device: string;
  readonly sentAt: number;
  readonly events: readonly Queued[];
}

/** Sends a batch. With `leaving`, the page is being closed and does not wait for the response. Rejects if the result is unknown. */
export type Send = (batch: EventBatch, leaving: boolean) => Promise<readonly Receipt[]>;

/** The API accepts 100. A browser limits a request from a closing page to 64 KB, so a batch is smaller. */
const PER_BATCH = 50;
/** Above this number the oldest events are dropped. It is reached after hours without a connection. */
const MAX_QUEUED = 1000;
const EVERY_MS = 10_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Collects events and sends them in batches. It sends an event again, with the same id, until it has the API's result. */
export class Events {
  private queue: Queued[] = [];
  private timer: number | undefined;
  private pause = EVERY_MS;
  private sending = false;
  private readonly visit = visitOfThisTab();

  constructor(private readonly send: Send) {
    // This is the last event that every browser fires. On a phone, the page may be discarded without another one.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.leave();
    });
    window.addEventListener('pagehide', () => this.leave());
  }

  add(event: PageEvent): void {
    this.queue.push({ v: 1, id: token(), at: Date.now(), visit: this.visit, ...event });
    this.queue.splice(0, this.queue.length - MAX_QUEUED);
    if (this.queue.length >= PER_BATCH) void this.flush();
    else this.timer ??= window.setTimeout(() => void this.flush(), this.pause);
  }

  /** Sends the queued events. Events without a final result stay in the queue. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.sending || this.queue.length === 0) return;
    this.sending = true;
    const events = this.queue.slice(0, PER_BATCH);
    try {
      this.settle(await this.send(batchOf(events), false));
      this.pause = EVERY_MS;
    } catch {
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    } finally {
      this.sending = false;
      if (this.queue.length > 0) this.timer ??= window.setTimeout(() => void this.flush(), this.pause);
    }
  }

  /**
   * Sends all events while the page is closed. They stay in the queue, because the responses may be lost; if the page is
   * restored, it sends them again, and the API recognizes duplicates by their ids.
   */
  private leave(): void {
    for (let at = 0; at < this.queue.length; at += PER_BATCH) {
      void this.send(batchOf(this.queue.slice(at, at + PER_BATCH)), true)
        .then((receipts) => this.settle(receipts))
        .catch(() => {});
    }
  }

  private settle(receipts: readonly Receipt[]): void {
    const busy = new Set(
      receipts.filter(({ status, reason }) => status === 'retry' || reason?.code === 'too-many').map(({ id }) => id),
    );
    const settled = new Set(receipts.map(({ id }) => id).filter((id) => !busy.has(id)));
    this.queue = this.queue.filter(({ id }) => !settled.has(id));
  }
}

function batchOf(events: readonly Queued[]): EventBatch {
  return { device: device(), sentAt: Date.now(), events };
}

function device(): string {
  const { userAgent } = navigator;
  if (/\b(TV|SmartTV|Tizen|Web0S|AFT\w+)\b/i.test(userAgent)) return 'tv';
  if (/iPad|Tablet|Android(?!.*Mobile)/i.test(userAgent)) return 'tablet';
  return /Mobi|iPhone/i.test(userAgent) ? 'phone' : 'desktop';
}

function visitOfThisTab(): string {
  const key = 'omnistream.visit';
  const known = sessionStorage.getItem(key);
  if (known) return known;
  const made = token();
  sessionStorage.setItem(key, made);
  return made;
}

function token(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
