/** What the edge returned: the status, and its own word on where the response came from. */
export interface EdgeAnswer {
  readonly status: number;
  /** The header `x-cache`. */
  readonly from: string | null;
}

const byFunction = ({ from }: EdgeAnswer) => from?.startsWith('FunctionGeneratedResponse') === true;

/** Whether the function runs before the signature is checked, by a request for `/v/x` without any signature. */
export function orderOf(unsigned: EdgeAnswer): 'signature-first' | 'function-first' | 'unknown' {
  if (unsigned.status !== 403) return 'unknown';
  return byFunction(unsigned) ? 'function-first' : 'signature-first';
}

/**
 * Whether the function sees the policy: by a request with a session's own signature in which the policy is sent twice,
 * with the same value. CloudFront finds a valid policy either way; the function refuses one that it sees twice.
 */
export function visibilityOf(twice: EdgeAnswer): 'visible' | 'hidden' | 'unknown' {
  if (twice.status === 200) return 'hidden';
  return twice.status === 403 && byFunction(twice) ? 'visible' : 'unknown';
}

/** Which address the signature is checked against, by a request with a session's own signature. */
export function checkedAddressOf(own: EdgeAnswer): 'viewer' | 'rewritten' | 'unknown' {
  if (own.status === 200) return 'viewer';
  return own.status === 403 && !byFunction(own) ? 'rewritten' : 'unknown';
}
