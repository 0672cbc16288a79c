import type { BoundaryId } from '../drawings/flows';
import type { Evidence } from '../evidence/evidence';

/** The six kinds of STRIDE, in its order. */
export const kinds = {
  S: 'Spoofing',
  T: 'Tampering',
  R: 'Repudiation',
  I: 'Information disclosure',
  D: 'Denial of service',
  E: 'Elevation of privilege',
} as const;

export interface Threat {
  readonly kind: keyof typeof kinds;
  /** What an attacker does, in one sentence. */
  readonly text: string;
  /** The countermeasure, with the tests that fail without it; or the reason why it is accepted. */
  readonly response:
    | { readonly text: string; readonly evidence: readonly [Evidence, ...Evidence[]] }
    | { readonly accepted: string; readonly evidence?: readonly Evidence[] };
}

/** The threats of one boundary: of what crosses it, and of what is inside. */
export interface Threats {
  /** A boundary of the data-flow drawing, or a place that the drawing does not have. */
  readonly boundary: BoundaryId | { readonly title: string; readonly detail: string };
  readonly threats: readonly Threat[];
}

/** A threat that tests cover. */
export function covered(
  kind: Threat['kind'],
  text: string,
  response: string,
  ...evidence: readonly [Evidence, ...Evidence[]]
): Threat {
  return { kind, text, response: { text: response, evidence } };
}

/** A threat that remains. `because` continues the sentence "accepted, because". */
export function accepted(
  kind: Threat['kind'],
  text: string,
  because: string,
  ...evidence: readonly Evidence[]
): Threat {
  return { kind, text, response: { accepted: because, evidence } };
}
