/** An entry of the store of ended sessions. */
export interface EndedSession {
  readonly id: string;
  /** Until when the edge must refuse it, in seconds since 1970. */
  readonly until: number;
}

/** The store of ended sessions, as the sweep uses it. */
export interface EndedSessions {
  /** All entries, in pages. */
  pages(): AsyncIterable<readonly EndedSession[]>;
  /** Removes at most 50 entries. */
  remove(ids: readonly string[]): Promise<void>;
  /** Bytes of all entries. */
  size(): Promise<number>;
}

export interface SweepPorts {
  readonly store: EndedSessions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface Sweep {
  readonly removed: number;
  /** Entries that must be kept, of those that were read. */
  readonly kept: number;
  /** Whether the time was enough for all entries. If not, the next sweep removes the others. */
  readonly isComplete: boolean;
  /** Bytes of the store afterwards. */
  readonly bytes: number;
}

/** Maximum of entries in a request, and on a page. Source: quotas on key value stores. */
export const entriesPerRequest = 50;
/** Each removal changes the store's version, for which requests of viewers compete, so removals leave them time. */
const pauseMs = 200;

/**
 * Removes the sessions whose signatures have expired from the store. @param end milliseconds since 1970 when it stops
 */
export async function sweep({ store, now, sleep }: SweepPorts, end: number): Promise<Sweep> {
  const start = now() / 1000;
  const expired: string[] = [];
  let kept = 0;
  let isComplete = true;
  for await (const page of store.pages()) {
    for (const { id, until } of page) {
      if (until < start) expired.push(id);
      else kept += 1;
    }
    // Half of the time is for removals: a sweep that only reads would never make room.
    if (now() - start * 1000 > (end - start * 1000) / 2) {
      isComplete = false;
      break;
    }
  }
  let removed = 0;
  while (removed < expired.length && now() < end) {
    const batch = expired.slice(removed, removed + entriesPerRequest);
    await store.remove(batch);
    removed += batch.length;
    if (removed < expired.length) await sleep(pauseMs);
  }
  return { removed, kept, isComplete: isComplete && removed === expired.length, bytes: await store.size() };
}
