/** One thing that a viewer did or saw, as `POST /api/events` takes it; the API's documentation names all members. */
export interface PageEvent {
  readonly type: 'watch' | 'impression' | 'click' | 'rate' | 'search' | 'quality';
  readonly [member: string]: unknown;
}

/** What the API says of one event. */
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

/** Sends a batch. With `leaving`, the page is going away, and nobody waits for the answer. Rejects when it is not known what came of it. */
export type Send = (batch: EventBatch, leaving: boolean) => Promise<readonly Receipt[]>;

/** The API takes 100; fewer keep a batch that is sent while the page goes away under the browser's 64 KB. */
const PER_BATCH = 50;
/** Beyond this, the oldest are dropped: somebody has been without a connection for hours. */
const MOST_QUEUED = 1000;
const EVERY_MS = 10_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Gathers events and sends them in batches, again with the same ids until the API has said what became of them. */
export class Events {
  private queue: Queued[] = [];
  private timer: number | undefined;
  private pause = EVERY_MS;
  private sending = false;
  private readonly visit = visitOfThisTab();

  constructor(private readonly send: Send) {
    // The last moment that every browser tells of; a phone's page may be gone without any other.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.leave();
    });
    window.addEventListener('pagehide', () => this.leave());
  }

  add(event: PageEvent): void {
    this.queue.push({ v: 1, id: token(), at: Date.now(), visit: this.visit, ...event });
    this.queue.splice(0, this.queue.length - MOST_QUEUED);
    if (this.queue.length >= PER_BATCH) void this.flush();
    else this.timer ??= window.setTimeout(() => void this.flush(), this.pause);
  }

  /** Sends what there is; what was not settled waits for the next time. */
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

  /** Nobody hears the answer any more, so all stays queued: when the page comes back, duplicates are told by their ids. */
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
