import { hash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Interaction } from '../shared/interactions';
import { type Progress, progress } from '../shared/viewers';
import { endOf } from './tracked-events';

/** A row of the `activity` table: what is kept of each viewer between two batches of events. */
export const activity = z.object({
  id: z.string(),
  /** Counts the writes; each is made on the row that was read. */
  revision: z.number(),
  /** Digests of the ids of the last events, one after the other, the latest last. */
  recent: z.instanceof(Uint8Array),
  /** The minute that events are counted in, milliseconds since 1970, and how many came in it. */
  windowStart: z.number(),
  windowCount: z.number(),
  /** How far the viewer got in the last films, the latest first. */
  watched: z.array(progress),
  /** Seconds since 1970: the table forgets who does nothing. */
  expiresAt: z.number(),
});
export type Activity = z.output<typeof activity>;

const DIGEST_BYTES = 8;
/** As many as may come in a minute: whatever a page sends again is among them. */
export const MOST_RECENT = 600;
export const MOST_PER_MINUTE = 600;
const MOST_WATCHED = 20;
const MINUTE_MS = 60_000;
const KEPT_SECONDS = 90 * 86_400;

export function nobodysActivity(id: string): Activity {
  return { id, revision: 0, recent: new Uint8Array(), windowStart: 0, windowCount: 0, watched: [], expiresAt: 0 };
}

/** Which events came before, by their ids: those of the row, and those added since. */
export class Seen {
  private readonly digests: Set<string>;

  constructor({ recent }: Pick<Activity, 'recent'>) {
    const bytes = Buffer.from(recent);
    const count = Math.floor(bytes.length / DIGEST_BYTES);
    const at = (index: number) => bytes.toString('latin1', index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
    this.digests = new Set(Array.from({ length: count }, (_, index) => at(index)));
  }

  /** Answers false when it was there already. */
  add(id: string): boolean {
    const digest = digestOf(id);
    if (this.digests.has(digest)) return false;
    this.digests.add(digest);
    return true;
  }
}

/** A viewer who makes ids whose digests are alike loses events of their own only. */
function digestOf(id: string): string {
  return hash('sha256', id, 'buffer').toString('latin1', 0, DIGEST_BYTES);
}

/** How many more events are taken of a viewer in this minute. */
export function roomFor({ windowStart, windowCount }: Activity, now: number): number {
  return minuteOf(now) === windowStart ? Math.max(0, MOST_PER_MINUTE - windowCount) : MOST_PER_MINUTE;
}

function minuteOf(now: number): number {
  return now - (now % MINUTE_MS);
}

/** The row after these events were kept. */
export function withEvents(before: Activity, events: readonly Interaction[], now: number): Activity {
  const windowStart = minuteOf(now);
  const added = Buffer.from(events.map(({ id }) => digestOf(id)).join(''), 'latin1');
  return {
    id: before.id,
    revision: before.revision + 1,
    recent: Buffer.concat([before.recent, added]).subarray(-MOST_RECENT * DIGEST_BYTES),
    windowStart,
    windowCount: events.length + (before.windowStart === windowStart ? before.windowCount : 0),
    watched: progressAfter(before.watched, events),
    expiresAt: Math.floor(now / 1000) + KEPT_SECONDS,
  };
}

function progressAfter(before: readonly Progress[], events: readonly Interaction[]): Progress[] {
  const byAsset = new Map(before.map((one) => [one.assetId, one]));
  for (const event of events) {
    if (event.type !== 'watch') continue;
    const { assetId, position, duration } = event;
    const known = byAsset.get(assetId);
    const at = new Date(event.at).toISOString();
    const finished = (known?.finished ?? false) || position >= endOf(duration);
    // Batches may come in another order than they were made.
    if (known && known.at > at) byAsset.set(assetId, { ...known, finished });
    else byAsset.set(assetId, { assetId, position, duration, finished, at });
  }
  return [...byAsset.values()].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST_WATCHED);
}
