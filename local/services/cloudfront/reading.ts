import { signatureParameters } from './signature';

/**
 * Facts about signed behaviours with a viewer-request function that AWS does not document. The laptop uses one value of
 * each; tests use all, because the platform must stay closed under every combination.
 */
export interface Reading {
  /** Whether the signature is checked before the function runs, or after it. */
  readonly check: 'before' | 'after';
  /**
   * The address that is checked: the viewer's, or the one that the function returned. They are the same before the
   * function.
   */
  readonly address: 'viewer' | 'rewritten';
  /** Whether the function sees the cookies and parameters of the signature. */
  readonly visible: boolean;
  /** Whether a response headers policy applies to a response that the function made. */
  readonly policyOnGenerated: boolean;
  /**
   * The addresses that invalidations have to name to remove an object: the viewer's that it was stored for, the one that the
   * function returned, or both. AWS recommends to invalidate both.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
   */
  readonly invalidates: 'viewer' | 'rewritten' | 'both';
}

export const laptopReading: Reading = {
  ...{ check: 'before', address: 'viewer', visible: true, policyOnGenerated: true },
  // An object that is removed here is removed under each reading.
  invalidates: 'both',
};

const cookieNames = signatureParameters.map((name) => `CloudFront-${name}`);

/** Returns the request's parameters and cookies without those of a signature. */
export function withoutSignature<T>(
  querystring: Readonly<Record<string, T>>,
  cookies: Readonly<Record<string, T>>,
): { querystring: Record<string, T>; cookies: Record<string, T> } {
  const without = (fields: Readonly<Record<string, T>>, names: readonly string[]) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
  return { querystring: without(querystring, signatureParameters), cookies: without(cookies, cookieNames) };
}
