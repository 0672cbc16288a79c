import type { Claim } from '../evidence/evidence';

/** One pillar of the AWS Well-Architected Framework. */
export interface Pillar {
  readonly name: string;
  readonly holds: readonly Claim[];
  /** Missing parts. The check of a gap fails as soon as the part exists. */
  readonly gaps: readonly Claim[];
}
