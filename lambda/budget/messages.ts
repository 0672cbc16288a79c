import type { Probe } from '../media-pipeline/messages';
import type { ReservationKey } from './reservation';

/** An execution asks for the money that it needs. */
export interface ReserveInput extends ReservationKey {
  readonly kind: 'reserve';
  readonly run: string;
  /** Missing if only languages are added to a film whose speech is known. */
  readonly probe?: Probe;
  /** Whether the sound is extracted before it is recognized. */
  readonly mustExtract: boolean;
  readonly languages: readonly string[];
  /** Of a film without a probe. */
  readonly durationSeconds?: number | null;
}

/** An execution has made everything that it could. */
export interface SettleInput extends ReservationKey {
  readonly kind: 'settle';
  readonly run: string;
}

export type BudgetInput = ReserveInput | SettleInput;

export interface ReserveOutput {
  /** `wait`: the film's status is AWAITING_APPROVAL, and the execution ends. */
  readonly decision: 'go' | 'wait';
}
