/** The types of events about viewers, which the page sends and the lake is partitioned by. It imports nothing. */
export const interactionTypes = ['watch', 'impression', 'click', 'rate', 'search', 'quality'] as const;
export type InteractionType = (typeof interactionTypes)[number];

/**
 * Why an event is refused. The page sends an event that is refused as `too-many` again. `no-session`: the viewer did not
 * have the playback session that the event names.
 */
export type EventRefusal = 'too-many' | 'too-old' | 'in-the-future' | 'unknown-type' | 'not-valid' | 'no-session';

/** The outcome of one event of a batch. */
export interface EventReceipt {
  /** As sent; missing if it was not a string. */
  readonly id?: string;
  /** `duplicate`: it was accepted before. `retry`: it could not be stored, so the page should send it again. */
  readonly status: 'accepted' | 'duplicate' | 'refused' | 'retry';
  /** Why it was refused. */
  readonly reason?: { readonly code: EventRefusal; readonly message: string };
  /** Members whose values were limited to possible ones. */
  readonly clamped?: readonly string[];
}
