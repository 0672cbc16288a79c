import * as z from 'zod/mini';
import type { Interaction } from '../shared/interactions';
import { type Progress, progress } from '../shared/viewers';
import { endOf } from './tracked-events';

/** A row of the `activity` table: data of one viewer that is kept between two batches of events. */
export const activity = z.object({
  id: z.string(),
  /** Number of writes. A write is conditional on the revision that was read. */
  revision: z.number(),
  /** Digests of the ids of the last events, concatenated, the latest last. */
  recent: z.instanceof(Uint8Array),
  /** Start of the current minute, in milliseconds since 1970, and the number of events in it. */
  windowStart: z.number(),
  windowCount: z.number(),
  /** The viewer's progress in the last films, the latest first. */
  watched: z.array(progress),
  /** Seconds since 1970. DynamoDB deletes the row of an inactive viewer after this time. */
  expiresAt: z.number(),
});
export type Activity = z.output<typeof activity>;

const digestBytes = 6;
/** As many as one minute may have, so that the events that a page sends again are among them. */
const recentIdsKept = 600;
export const maxEventsPerMinute = 600;
const watchedKept = 20;
const minuteMs = 60_000;
const keptSeconds = 90 * 86_400;

/** The row of a viewer without events. */
export function emptyActivity(id: string): Activity {
  return { id, revision: 0, recent: new Uint8Array(), windowStart: 0, windowCount: 0, watched: [], expiresAt: 0 };
}

/** The ids of earlier events: those in the row, and those added since. */
export class Seen {
  private readonly digests: Set<number>;

  constructor({ recent }: Pick<Activity, 'recent'>) {
    const bytes = new DataView(recent.buffer, recent.byteOffset, recent.byteLength);
    const count = Math.floor(recent.byteLength / digestBytes);
    this.digests = new Set();
    for (let index = 0; index < count; index++) {
      const at = index * digestBytes;
      this.digests.add(bytes.getUint16(at) * 2 ** 32 + bytes.getUint32(at + 2));
    }
  }

  /** Returns false if the id has been added before. */
  add(id: string): boolean {
    const before = this.digests.size;
    return this.digests.add(digestOf(id)).size > before;
  }
}

/**
 * 48 bits of an id, mixed as in FNV-1a, in two halves. Ids are random, so 48 bits distinguish some hundreds of them. A
 * viewer who chooses ids with equal digests only loses events of their own.
 */
function digestOf(id: string): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995) ^ (low >>> 15);
  }
  return (high & 0xffff) * 2 ** 32 + (low >>> 0);
}

function withDigests(recent: Uint8Array, ids: readonly string[]): Uint8Array<ArrayBuffer> {
  const kept = recent.subarray(Math.max(0, recent.length - (recentIdsKept - ids.length) * digestBytes));
  const all = new Uint8Array(kept.length + ids.length * digestBytes);
  all.set(kept);
  const bytes = new DataView(all.buffer);
  for (const [index, id] of ids.entries()) {
    const digest = digestOf(id);
    const at = kept.length + index * digestBytes;
    bytes.setUint16(at, Math.floor(digest / 2 ** 32));
    bytes.setUint32(at + 2, digest % 2 ** 32);
  }
  return all;
}

/** Number of events that are still accepted from the viewer in this minute. */
export function roomFor({ windowStart, windowCount }: Activity, now: number): number {
  return minuteOf(now) === windowStart ? Math.max(0, maxEventsPerMinute - windowCount) : maxEventsPerMinute;
}

function minuteOf(now: number): number {
  return now - (now % minuteMs);
}

/** Returns the row with these events added. */
export function withEvents(before: Activity, events: readonly Interaction[], now: number): Activity {
  const windowStart = minuteOf(now);
  return {
    id: before.id,
    revision: before.revision + 1,
    recent: withDigests(
      before.recent,
      events.map(({ id }) => id),
    ),
    windowStart,
    windowCount: events.length + (before.windowStart === windowStart ? before.windowCount : 0),
    watched: progressAfter(before.watched, events),
    expiresAt: Math.floor(now / 1000) + keptSeconds,
  };
}

function progressAfter(before: readonly Progress[], events: readonly Interaction[]): Progress[] {
  const byAsset = new Map(before.map((one) => [one.assetId, { ...one, at: Date.parse(one.at) }]));
  for (const event of events) {
    if (event.type !== 'watch') continue;
    const { assetId, position, duration, at } = event;
    const known = byAsset.get(assetId);
    const finished = (known?.finished ?? false) || position >= endOf(duration);
    // Batches may arrive in another order than they were sent.
    if (known && known.at > at) known.finished = finished;
    else byAsset.set(assetId, { assetId, position, duration, finished, at });
  }
  return [...byAsset.values()]
    .sort((a, b) => b.at - a.at)
    .slice(0, watchedKept)
    .map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
}
