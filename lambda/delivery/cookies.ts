import type { KeyObject } from 'node:crypto';
import { getSignedCookies } from '@aws-sdk/cloudfront-signer';
import * as z from 'zod/mini';

export interface SigningKey {
  /** CloudFront's id of the public key. */
  readonly keyPairId: string;
  /** ECDSA P-256. A key in PEM would be parsed for each signature, which takes four times as long as signing. */
  readonly privateKey: KeyObject | string;
}

export const signedCookies = z.record(z.string(), z.string());
export type SignedCookies = Readonly<Record<string, string>>;

/**
 * Returns the cookies that give access to all addresses below `resource` (a URL that ends in `*`) until a time (seconds
 * since 1970). The policy is a custom one, since only those allow wildcards; CloudFront accepts one statement with one
 * resource.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-setting-signed-cookie-custom-policy.html
 */
export function signCookies(resource: string, expires: number, { keyPairId, privateKey }: SigningKey): SignedCookies {
  const policy = { Statement: [{ Resource: resource, Condition: { DateLessThan: { 'AWS:EpochTime': expires } } }] };
  // The signer's types only have PEM, but it passes the key to node:crypto unchanged.
  const key = privateKey as string;
  const cookies = getSignedCookies({ policy: JSON.stringify(policy), keyPairId, privateKey: key });
  // Only the cookies of a canned policy may be numbers, or missing.
  return cookies as object as SignedCookies;
}

/**
 * `Set-Cookie` values. They have no `Max-Age`: the policy limits the access, and a browser drops them when it closes.
 * They are `Secure` on a laptop too: browsers trust 127.0.0.1 without TLS (Secure Contexts, section 3.1).
 */
export function setCookies(cookies: SignedCookies, path: string): string[] {
  return Object.entries(cookies).map(
    ([name, value]) => `${name}=${value}; Path=${path}; Secure; HttpOnly; SameSite=Lax`,
  );
}

/**
 * The same signature for addresses: CloudFront accepts a policy and its signature in cookies or in the query. The values
 * need no escaping in a query.
 */
export function signedQuery(cookies: SignedCookies): string {
  const { 'CloudFront-Policy': policy, 'CloudFront-Signature': signature, 'CloudFront-Key-Pair-Id': key } = cookies;
  return `Policy=${policy}&Signature=${signature}&Key-Pair-Id=${key}`;
}
