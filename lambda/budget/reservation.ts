import type { MicroUsd, Parts } from './estimate';

/** The maxima of a stage, in millionths of a USD. */
export interface SpendLimits {
  readonly perFilm: MicroUsd;
  readonly perCreatorPerMonth: MicroUsd;
  readonly perMonth: MicroUsd;
}
/** In the order in which they are compared. */
export const limitNames = ['perFilm', 'perCreatorPerMonth', 'perMonth'] as const satisfies (keyof SpendLimits)[];
export type LimitName = (typeof limitNames)[number];

/** What identifies a reservation: an asset, and its run or the attempt for some languages. */
export interface ReservationKey {
  readonly assetId: string;
  readonly attempt: string;
}

/** Money that an execution may spend. */
export interface Reservation extends ReservationKey {
  readonly ownerId: string;
  readonly parts: Parts;
  /** Frames per second of the film's renditions, which decide their price. */
  readonly framesPerSecond: number;
}

/** A reservation in the table. */
export interface KeptReservation extends Reservation {
  /** The month that it counts for, as `2026-01`. */
  readonly month: string;
  /** The estimate, and what it was corrected to; `spent` is missing while the work may be in progress. */
  readonly reserved: MicroUsd;
  readonly spent?: MicroUsd;
}

/** All that a film has cost so far. */
export interface FilmCost {
  readonly estimate: MicroUsd;
  /** Missing until the first execution has ended. */
  readonly spent?: MicroUsd;
  /** Grows with each change. */
  readonly revision: number;
}

export type Reserved =
  | { readonly outcome: 'reserved' | 'known'; readonly film: FilmCost }
  | { readonly outcome: 'above'; readonly limit: LimitName; readonly maximum: MicroUsd };

export interface Reservations {
  /**
   * Reserves the sum of the parts for the film, its creator's month and the stage's month, in one step, unless one of
   * them would be above its maximum. A reservation with the same key is made once.
   * @param limits `undefined` if the amount was approved: it counts, but no maximum stops it
   */
  reserve(reservation: Reservation, limits: SpendLimits | undefined): Promise<Reserved>;
  find(key: ReservationKey): Promise<KeptReservation | undefined>;
  /**
   * Corrects a reservation to what was spent, once. Returns `undefined` if it was corrected before.
   * @param isFailed whether the estimate is corrected too, since the work was not completed
   */
  settle(reservation: KeptReservation, spent: MicroUsd, isFailed: boolean): Promise<FilmCost | undefined>;
}

/** The month in UTC, as `2026-01`. */
export const monthOf = (now: Date) => now.toISOString().slice(0, 7);
