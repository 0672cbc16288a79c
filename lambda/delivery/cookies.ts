import type { KeyObject } from 'node:crypto';
import { getSignedCookies } from '@aws-sdk/cloudfront-signer';
import * as z from 'zod/mini';

export interface SigningKey {
  /** CloudFront's id of the public key. */
  readonly keyPairId: string;
  /** ECDSA P-256. In PEM, it is read anew for each signature, which takes four times as long as signing. */
  readonly privateKey: KeyObject | string;
}

export const signedCookies = z.record(z.string(), z.string());
export type SignedCookies = Readonly<Record<string, string>>;

/**
 * The cookies that open everything below `resource` (a URL that ends in `*`) until a time (seconds since 1970).
 * A custom policy, since only that allows wildcards; one statement, one resource, as CloudFront takes it.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-setting-signed-cookie-custom-policy.html
 */
export function signCookies(resource: string, expires: number, { keyPairId, privateKey }: SigningKey): SignedCookies {
  const policy = { Statement: [{ Resource: resource, Condition: { DateLessThan: { 'AWS:EpochTime': expires } } }] };
  // The signer's types know PEM only; it hands the key to node:crypto as it is.
  const key = privateKey as string;
  const cookies = getSignedCookies({ policy: JSON.stringify(policy), keyPairId, privateKey: key });
  // Only those of a canned policy may be numbers, or missing.
  return cookies as object as SignedCookies;
}

/**
 * `Set-Cookie` values. No `Max-Age`: the policy ends the permission, and a closed browser forgets it sooner.
 * `Secure` also on a laptop: browsers take 127.0.0.1 for trustworthy without TLS (Secure Contexts, section 3.1).
 */
export function setCookies(cookies: SignedCookies, path: string): string[] {
  return Object.entries(cookies).map(
    ([name, value]) => `${name}=${value}; Path=${path}; Secure; HttpOnly; SameSite=Lax`,
  );
}

/**
 * The same signature for addresses: CloudFront takes a policy and its signature from either place. The values are of
 * characters that need no escaping in a query.
 */
export function signedQuery(cookies: SignedCookies): string {
  const { 'CloudFront-Policy': policy, 'CloudFront-Signature': signature, 'CloudFront-Key-Pair-Id': key } = cookies;
  return `Policy=${policy}&Signature=${signature}&Key-Pair-Id=${key}`;
}
