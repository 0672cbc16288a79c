import type { Erasure, ErasureKind } from './erasure';

/** A place that keeps a trace after an erasure, and until when. */
export interface Remainder {
  readonly where: string;
  readonly what: string;
  /** ISO 8601; missing if it is kept. */
  readonly until?: string;
}

interface Kept {
  readonly where: string;
  readonly what: string;
  readonly days?: number;
}

/** The sources of the periods are in docs/erasure.md. */
const kept: Readonly<Record<ErasureKind, readonly Kept[]>> = {
  asset: [
    { where: 'Backups', what: 'Rows of tables, in point-in-time recovery', days: 35 },
    { where: 'Logs', what: 'The id, in lines of functions and in addresses of requests', days: 30 },
    { where: 'Failed changes', what: 'Rows, if a change of one could not be processed', days: 49 },
    { where: 'Step Functions', what: 'The id, in the history of executions', days: 90 },
    { where: 'MediaConvert', what: 'The id, in the settings of jobs', days: 90 },
    { where: 'CloudFront', what: 'The id, in the list of invalidations' },
    { where: 'Personalize', what: 'The id without properties: items cannot be deleted. It is never recommended' },
    {
      where: 'Lake',
      what: 'The id, in interactions of viewers and in rankings that are computed from them; its title is erased',
    },
  ],
  viewer: [
    { where: 'Backups', what: 'Rows of tables, in point-in-time recovery', days: 35 },
    { where: 'Failed changes', what: 'Rows, if a change of one could not be processed', days: 49 },
    {
      where: 'Lake and Personalize',
      what: 'Interactions of a random id, whose link to the viewer is erased; Personalize has them again at the next import',
    },
  ],
};

const dayMs = 86_400_000;

/** The remainders of an erasure that ended at `erasedAt`. */
function remaining(kind: ErasureKind, erasedAt: string): Remainder[] {
  return kept[kind].map(({ where, what, days }) => ({
    ...{ where, what },
    ...(days !== undefined && { until: new Date(Date.parse(erasedAt) + days * dayMs).toISOString() }),
  }));
}

/** An erasure as the API returns it. It names nothing that was erased. */
export function certificate({ id, kind, status, requestedBy, requestedAt, ...rest }: Erasure) {
  const { salt, hash, removed, failures, erasedAt } = rest;
  return {
    ...{ id, kind, status, requestedBy, requestedAt },
    subject: { algorithm: 'SHA-256 of salt:id', salt, hash },
    ...{ removed, failures },
    ...(erasedAt !== undefined && { erasedAt, remaining: remaining(kind, erasedAt) }),
  };
}
