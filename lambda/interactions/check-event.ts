import * as z from 'zod/mini';
import { explained } from '../shared/http-body';
import { type Interaction, interaction, interactionTypes } from '../shared/interactions';

/** Older events say nothing of today any more, and their day's files are long closed. */
export const OLDEST_MS = 7 * 86_400_000;
/** A clock that runs this much ahead of the batch's own time is broken. */
export const FURTHEST_MS = 86_400_000;
/** The page reports every twenty seconds; a player that reports less often tells of two minutes at most. */
export const MOST_WATCHED_SECONDS = 120;

export type Checked =
  | { readonly event: Interaction; readonly clamped: readonly string[] }
  | { readonly refused: { readonly code: string; readonly message: string } };

/** The two clocks, milliseconds since 1970: when the device says it sent the batch, and when it came. */
export interface Clocks {
  readonly sentAt: number;
  readonly now: number;
}

/** Reads one event, corrects its time by the device's clock, and moves what cannot be into what can. */
export function checkEvent(value: unknown, clocks: Clocks): Checked {
  const result = z.safeParse(interaction, value, { reportInput: true });
  if (!result.success) return { refused: fault(value, result.error.issues) };
  const event = result.data;
  const at = Math.round(event.at + clocks.now - clocks.sentAt);
  if (at > clocks.now + FURTHEST_MS) return refuse('in-the-future', 'It has not happened yet.');
  if (at < clocks.now - OLDEST_MS) return refuse('too-old', 'It happened more than seven days ago.');
  const clamped: string[] = [];
  if (at > clocks.now) clamped.push('at');
  const timed = { ...event, at: Math.min(at, clocks.now) };
  return { event: timed.type === 'watch' ? withinFilm(timed, clamped) : timed, clamped };
}

type Watch = Extract<Interaction, { type: 'watch' }>;

function withinFilm(event: Watch, clamped: string[]): Watch {
  const within = (member: 'from' | 'position' | 'watched', most: number) => {
    const value = Math.min(Math.max(event[member], 0), most);
    if (value !== event[member]) clamped.push(member);
    return value;
  };
  const { duration } = event;
  return {
    ...event,
    from: within('from', duration),
    position: within('position', duration),
    watched: within('watched', MOST_WATCHED_SECONDS),
  };
}

function refuse(code: string, message: string): Checked {
  return { refused: { code, message } };
}

function fault(value: unknown, issues: readonly z.core.$ZodIssue[]) {
  const type = (value as { type?: unknown } | null)?.type;
  if (!interactionTypes.some((known) => known === type)) {
    return { code: 'unknown-type', message: `type must be one of ${interactionTypes.join(', ')}.` };
  }
  return { code: 'not-valid', message: explained(issues) };
}
