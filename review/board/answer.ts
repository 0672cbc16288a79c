import type { Claim } from '../evidence/evidence';

/** How far an answer is from running. */
type Standing = 'there' | 'by configuration' | 'by code' | 'not there';

export interface Answer {
  readonly question: string;
  readonly standing: Standing;
  /** One or two sentences; for `by code` where, for `not there` why. */
  readonly short: string;
  readonly claims: readonly [Claim, ...Claim[]];
}
