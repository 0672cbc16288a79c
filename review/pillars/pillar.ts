import type { Claim } from '../evidence/evidence';

/** One pillar of the AWS Well-Architected Framework. */
export interface Pillar {
  readonly name: string;
  readonly holds: readonly Claim[];
  /** What is not there, as a claim that fails once it is. */
  readonly gaps: readonly Claim[];
}
