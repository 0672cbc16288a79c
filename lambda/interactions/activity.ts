import * as z from 'zod/mini';
import type { Interaction } from '../shared/interactions';
import { maxEventsPerMinute } from './pace';
import { type Sent, watchedFilm, withProgress, withSent } from './watched-films';

/** A row of the `activity` table: data of one viewer that is kept between two batches of events. */
export const activity = z.object({
  id: z.string(),
  /** Number of writes. A write is conditional on the revision that was read. */
  revision: z.number(),
  /** Digests of the ids of the last events, concatenated, the latest last. */
  recent: z.instanceof(Uint8Array),
  /** The viewer's progress in the last films, the latest first. */
  watched: z.array(watchedFilm),
  /** Seconds since 1970. DynamoDB deletes the row of an inactive viewer after this time. */
  expiresAt: z.number(),
});
export type Activity = z.output<typeof activity>;

const digestBytes = 6;
/** As many as one minute may have, so that the events that a page sends again are among them. */
const recentIdsKept = maxEventsPerMinute;
const keptSeconds = 90 * 86_400;

/** The row of a viewer without events. */
export function emptyActivity(id: string): Activity {
  return { id, revision: 0, recent: new Uint8Array(), watched: [], expiresAt: 0 };
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

  has(id: string): boolean {
    return this.digests.has(digestOf(id));
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

/** Returns the row with these events added, and with those that were sent to the recommenders because of them. */
export function withEvents(
  before: Activity,
  events: readonly Interaction[],
  { tracked = [], now }: { readonly tracked?: readonly Sent[]; readonly now: number },
): Activity {
  return {
    id: before.id,
    revision: before.revision + 1,
    recent: withDigests(
      before.recent,
      events.map(({ id }) => id),
    ),
    watched: withSent(withProgress(before.watched, events), tracked),
    expiresAt: Math.floor(now / 1000) + keptSeconds,
  };
}
