import * as z from 'zod/mini';
import { type EventReceipt, type EventRefusal, interactionTypes } from '../shared/event-names';
import { explained } from '../shared/http-body';
import { type Interaction, interaction } from '../shared/interactions';

/** Older events are refused: no report of today needs them, and the files of their day are closed. */
const maxAgeMs = 7 * 86_400_000;
/** A clock that is this far ahead of the batch's own time is wrong. */
const maxAheadMs = 86_400_000;
/** The page reports every twenty seconds. A player that reports less often may report two minutes at most. */
const maxWatchedSeconds = 120;

/** An event whose values may be corrected: the parser has created it, so that changes affect no other code. */
export type Correctable<T = Interaction> = T extends T ? { -readonly [Member in keyof T]: T[Member] } : never;

export type Checked =
  | { readonly event: Correctable; readonly clamped: string[] }
  | { readonly refused: NonNullable<EventReceipt['reason']> };

/** Milliseconds since 1970: when the batch was sent by the device's clock, and when it arrived by ours. */
export interface Clocks {
  readonly sentAt: number;
  readonly now: number;
}

/** Parses one event, corrects its time by the device's clock, and limits impossible values to possible ones. */
export function checkEvent(value: unknown, clocks: Clocks): Checked {
  const result = z.safeParse(interaction, value);
  if (!result.success) return { refused: fault(value) };
  const event = result.data as Correctable;
  const at = Math.round(event.at + clocks.now - clocks.sentAt);
  if (at > clocks.now + maxAheadMs) return refuse('in-the-future', 'The time of the event is in the future.');
  if (at < clocks.now - maxAgeMs) return refuse('too-old', 'The event is older than seven days.');
  const clamped: string[] = [];
  if (at > clocks.now) clamped.push('at');
  event.at = Math.min(at, clocks.now);
  if (event.type === 'watch') keepWithinFilm(event, clamped);
  return { event, clamped };
}

function keepWithinFilm(event: Extract<Correctable, { type: 'watch' }>, clamped: string[]): void {
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

function refuse(code: EventRefusal, message: string): Checked {
  return { refused: { code, message } };
}

/** Every name is a type of the schema; `LakeRecord` checks the opposite. */
const knownTypes: readonly Interaction['type'][] = interactionTypes;

function fault(value: unknown): NonNullable<EventReceipt['reason']> {
  const type = (value as { type?: unknown } | null)?.type;
  if (!knownTypes.some((known) => known === type)) {
    return { code: 'unknown-type', message: `The type must be one of ${knownTypes.join(', ')}.` };
  }
  // Parsed once more to name the faults, since naming them during the first parsing would slow valid events down.
  const { error } = z.safeParse(interaction, value, { reportInput: true });
  return { code: 'not-valid', message: explained(error?.issues ?? []) };
}
