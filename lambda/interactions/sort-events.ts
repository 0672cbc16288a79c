import { count } from '../shared/count';
import type { EventReceipt, EventRefusal } from '../shared/event-names';
import type { Seen } from './activity';
import type { Checked, Correctable } from './check-event';
import { maxEventsPerMinute } from './pace';
import { checkReport, isPlaybackReport, type PlaybackSession } from './playback';

/** An event that may be accepted. */
export interface Entry {
  /** Has the status `retry` until the event is stored. */
  readonly receipt: { -readonly [Member in keyof EventReceipt]: EventReceipt[Member] };
  readonly event: Correctable;
  /** The session of a player's report. */
  readonly session?: PlaybackSession;
  /** Seconds that were counted in the session until this event; 0 before they are reserved. */
  total: number;
}

interface Circumstances {
  readonly userId: string;
  readonly seen: Seen;
  /** The sessions that reports of the batch name, as far as they exist. */
  readonly sessions: ReadonlyMap<string, PlaybackSession>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Separates new events from those that are refused or known. `values`: the events as sent. */
export function sortEvents(
  values: readonly unknown[],
  checked: readonly Checked[],
  { userId, seen, sessions, now }: Circumstances,
): { readonly receipts: readonly EventReceipt[]; readonly fresh: readonly Entry[] } {
  const fresh: Entry[] = [];
  const receipts = checked.map((one, index): EventReceipt => {
    if ('refused' in one) return { ...idOf(values[index]), status: 'refused', reason: one.refused };
    const { event, clamped } = one;
    const { id } = event;
    if (seen.has(id)) return { id, status: 'duplicate' };
    const session = isPlaybackReport(event) ? sessions.get(event.sessionId) : undefined;
    const refusal = isPlaybackReport(event) && checkReport(event, session, { userId, now, clamped });
    if (refusal) return refused(id, refusal);
    seen.add(id);
    const receipt: Entry['receipt'] = { id, status: 'retry' };
    if (clamped.length > 0) receipt.clamped = clamped;
    fresh.push({ receipt, event, session, total: 0 });
    return receipt;
  });
  if (receipts.some(({ reason }) => reason?.code === 'no-session')) count('EventsWithoutSession');
  return { receipts, fresh };
}

const messages: Readonly<Partial<Record<EventRefusal, string>>> = {
  'too-many': `At most ${maxEventsPerMinute} events per minute and viewer are accepted. Send the event again later.`,
  'no-session': 'You had no playback session of this asset with this id, or it ended more than an hour ago.',
};

/** The receipt of an event that is refused because of the events and sessions of its viewer. */
export function refused(id: string, code: EventRefusal): EventReceipt {
  return { id, status: 'refused', reason: { code, message: messages[code] ?? code } };
}

function idOf(value: unknown): { id?: string } {
  const id = (value as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? { id: id.slice(0, 64) } : {};
}
