import * as z from 'zod/mini';
import { explained } from '../shared/http-body';
import { type Interaction, interaction, interactionTypes } from '../shared/interactions';

/** Older events say nothing of today any more, and their day's files are long closed. */
export const maxAgeMs = 7 * 86_400_000;
/** A clock that runs this much ahead of the batch's own time is broken. */
export const maxAheadMs = 86_400_000;
/** The page reports every twenty seconds; a player that reports less often tells of two minutes at most. */
export const maxWatchedSeconds = 120;

export type Checked =
  | { readonly event: Interaction; readonly clamped: readonly string[] }
  | { readonly refused: { readonly code: string; readonly message: string } };

/** The two clocks, milliseconds since 1970: when the device says it sent the batch, and when it came. */
export interface Clocks {
  readonly sentAt: number;
  readonly now: number;
}

type Writable<T = Interaction> = T extends T ? { -readonly [Member in keyof T]: T[Member] } : never;

/** Reads one event, corrects its time by the device's clock, and moves what cannot be into what can. */
export function checkEvent(value: unknown, clocks: Clocks): Checked {
  const result = z.safeParse(interaction, value);
  if (!result.success) return { refused: fault(value) };
  // Made by this very reading: nobody else holds it.
  const event = result.data as Writable;
  const at = Math.round(event.at + clocks.now - clocks.sentAt);
  if (at > clocks.now + maxAheadMs) return refuse('in-the-future', 'It has not happened yet.');
  if (at < clocks.now - maxAgeMs) return refuse('too-old', 'It happened more than seven days ago.');
  const clamped: string[] = [];
  if (at > clocks.now) clamped.push('at');
  event.at = Math.min(at, clocks.now);
  if (event.type === 'watch') keepWithinFilm(event, clamped);
  return { event, clamped };
}

function keepWithinFilm(event: Extract<Writable, { type: 'watch' }>, clamped: string[]): void {
  const clamp = (member: 'from' | 'position' | 'watched', most: number) => {
    const value = Math.min(Math.max(event[member], 0), most);
    if (value === event[member]) return;
    clamped.push(member);
    event[member] = value;
  };
  clamp('from', event.duration);
  clamp('position', event.duration);
  clamp('watched', maxWatchedSeconds);
}

function refuse(code: string, message: string): Checked {
  return { refused: { code, message } };
}

function fault(value: unknown) {
  const type = (value as { type?: unknown } | null)?.type;
  if (!interactionTypes.some((known) => known === type)) {
    return { code: 'unknown-type', message: `type must be one of ${interactionTypes.join(', ')}.` };
  }
  // Read once more, since telling what was wrong costs those that are right, too.
  const { error } = z.safeParse(interaction, value, { reportInput: true });
  return { code: 'not-valid', message: explained(error?.issues ?? []) };
}
