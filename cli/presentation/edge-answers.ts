/** A response of the edge: the status, and the header that names the origin of the response. */
export interface EdgeAnswer {
  readonly status: number;
  /** The header `x-cache`. */
  readonly from: string | null;
}

const byFunction = ({ from }: EdgeAnswer) => from?.startsWith('FunctionGeneratedResponse') === true;

/** Whether the function runs before the signature is checked, from a request for `/v/x` without a signature. */
export function orderOf(unsigned: EdgeAnswer): 'signature-first' | 'function-first' | 'unknown' {
  if (unsigned.status !== 403) return 'unknown';
  return byFunction(unsigned) ? 'function-first' : 'signature-first';
}

/**
 * Whether the function sees the policy, from a request with a session's own signature that sends the policy twice with
 * the same value. CloudFront finds a valid policy either way; the function refuses a policy that it sees twice.
 */
export function visibilityOf(twice: EdgeAnswer): 'visible' | 'hidden' | 'unknown' {
  if (twice.status === 200) return 'hidden';
  return twice.status === 403 && byFunction(twice) ? 'visible' : 'unknown';
}

/** Which address the signature is checked against, from a request with a session's own signature. */
export function checkedAddressOf(own: EdgeAnswer): 'viewer' | 'rewritten' | 'unknown' {
  if (own.status === 200) return 'viewer';
  return own.status === 403 && !byFunction(own) ? 'rewritten' : 'unknown';
}
