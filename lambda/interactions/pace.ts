import * as z from 'zod/mini';
import type { EventRefusal } from '../shared/event-names';
import { type PlaybackSession, playableSeconds } from './playback';

/**
 * A row of the `activity` table that limits one viewer: the number of events in this minute, and the seconds that were
 * counted for each playback session. It is small and apart from the viewer's activity, since each batch writes it before
 * the events are delivered, and the activity only afterwards.
 */
export const pace = z.object({
  id: z.string(),
  /** Number of writes. A write is conditional on the revision that was read. */
  revision: z.number(),
  /** Start of the current minute, in milliseconds since 1970, and the number of events in it. */
  windowStart: z.number(),
  windowCount: z.number(),
  /** The latest sessions with seconds that were counted, the latest first. */
  sessions: z.array(z.object({ id: z.string(), startedAt: z.number(), seconds: z.number() })),
  /** When the latest session started that is no longer in the row. Sessions from before that count no further seconds. */
  forgottenUntil: z.number(),
  /** Seconds since 1970. DynamoDB deletes the row of an inactive viewer after this time, which no session outlives. */
  expiresAt: z.number(),
});
export type Pace = z.output<typeof pace>;

export const maxEventsPerMinute = 600;
const minuteMs = 60_000;
/** A viewer has three films open at once by default. The row stays within one write unit (1 KB). */
const sessionsKept = 12;
const keptSeconds = 90 * 86_400;

/** The part of an event that is limited. */
export interface Claim {
  /** The session of a watch event. */
  readonly session?: PlaybackSession;
  /** Seconds that were watched in it, as reported; 0 for other events. */
  readonly seconds: number;
}

/** The outcome for one claim: the seconds that count, and the total of its session with them. */
export type Grant = { readonly seconds: number; readonly total: number } | { readonly refused: EventRefusal };

/** The key of a viewer's row: no user's `sub` has a colon. */
export const paceId = (userId: string) => `pace:${userId}`;

/** The row of a viewer without events. */
export function emptyPace(userId: string): Pace {
  return {
    ...{ id: paceId(userId), revision: 0, windowStart: 0, windowCount: 0 },
    sessions: [],
    forgottenUntil: 0,
    expiresAt: 0,
  };
}

const withoutSession: Grant = { seconds: 0, total: 0 };

/** Reserves the events and seconds of one batch. Returns the row to write, and a grant for each claim. */
export function reserve(before: Pace, claims: readonly Claim[], now: number): { after: Pace; grants: Grant[] } {
  // A function whose clock is behind that of another one uses the later minute.
  const windowStart = Math.max(before.windowStart, now - (now % minuteMs));
  let count = windowStart === before.windowStart ? before.windowCount : 0;
  const sessions = new Map(before.sessions.map((one) => [one.id, { ...one }]));
  const grants = claims.map(({ session, seconds }): Grant => {
    if (session && !sessions.has(session.id) && session.startedAt <= before.forgottenUntil)
      return { refused: 'no-session' };
    if (count >= maxEventsPerMinute) return { refused: 'too-many' };
    count += 1;
    if (!session) return withoutSession;
    const one = sessions.get(session.id) ?? { id: session.id, startedAt: session.startedAt, seconds: 0 };
    const counted = Math.min(seconds, Math.max(0, playableSeconds(session, now) - one.seconds));
    one.seconds += counted;
    sessions.set(session.id, one);
    return { seconds: counted, total: one.seconds };
  });
  const latest = [...sessions.values()].sort((one, other) => other.startedAt - one.startedAt);
  const [forgotten] = latest.splice(sessionsKept);
  const after = {
    id: before.id,
    revision: before.revision + 1,
    windowStart,
    windowCount: count,
    sessions: latest,
    forgottenUntil: Math.max(before.forgottenUntil, forgotten?.startedAt ?? 0),
    expiresAt: Math.floor(now / 1000) + keptSeconds,
  };
  return { after, grants };
}

/**
 * Returns the seconds of events that could not be stored, which will be reported again. The number of events in the
 * minute is not reduced: otherwise the load on a failing stream would have no limit.
 */
export function release(before: Pace, lost: readonly { readonly sessionId: string; readonly seconds: number }[]): Pace {
  const sessions = before.sessions.map((one) => {
    const back = lost.reduce((sum, { sessionId, seconds }) => sum + (sessionId === one.id ? seconds : 0), 0);
    return { ...one, seconds: Math.max(0, one.seconds - back) };
  });
  return { ...before, revision: before.revision + 1, sessions };
}
