import type { Claim } from '../evidence/evidence';

/** How a capability is available. */
type Standing = 'available' | 'by configuration' | 'by code' | 'not available';

export interface Answer {
  readonly question: string;
  readonly standing: Standing;
  /** One or two sentences; for `by code` the place of the change, for `not available` the reason. */
  readonly short: string;
  readonly claims: readonly [Claim, ...Claim[]];
}
