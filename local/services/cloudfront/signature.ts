import { createVerify, type KeyObject } from 'node:crypto';
import { wildcard } from './model';

export interface SignedRequest {
  /** The viewer's URL, without the parameters of the signature. */
  readonly url: string;
  readonly query: URLSearchParams;
  readonly cookies: ReadonlyMap<string, string>;
  readonly sourceIp: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** CloudFront's error codes for refused requests. All of them have status 403. */
export type Refusal = 'MissingKey' | 'AccessDenied' | 'InvalidKey' | 'MalformedPolicy';

interface Policy {
  readonly Statement: readonly [
    {
      readonly Resource?: string;
      readonly Condition: {
        readonly DateLessThan: { readonly 'AWS:EpochTime': number };
        readonly DateGreaterThan?: { readonly 'AWS:EpochTime': number };
        readonly IpAddress?: { readonly 'AWS:SourceIp': string };
      };
    },
  ];
}

interface Claim {
  readonly keyId: string;
  readonly signature: string;
  readonly policy?: string;
  readonly expires?: string;
}

/** Source: CloudFront developer guide, "Use signed URLs": the hash is SHA-1 unless the request names the other one. */
const hashes = ['SHA1', 'SHA256'];

export const signatureParameters = ['Policy', 'Signature', 'Key-Pair-Id', 'Expires', 'Hash-Algorithm'];

/** CloudFront's base64 has `-`, `_` and `~` for `+`, `=` and `/`; a signature with other characters is invalid. */
function decode(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9\-_~]*$/.test(text)) return undefined;
  const base64 = text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
}

function claimOf({ query, cookies }: SignedRequest): Claim | undefined {
  // A signed URL takes precedence over cookies.
  const fromQuery = query.get('Signature');
  if (fromQuery) {
    const [keyId, policy, expires] = ['Key-Pair-Id', 'Policy', 'Expires'].map((name) => query.get(name) ?? undefined);
    return keyId ? { keyId, signature: fromQuery, policy, expires } : undefined;
  }
  const [keyId, signature, policy, expires] = ['Key-Pair-Id', 'Signature', 'Policy', 'Expires'].map((name) =>
    cookies.get(`CloudFront-${name}`),
  );
  return keyId && signature ? { keyId, signature, policy, expires } : undefined;
}

function policyOf(claim: Claim, url: string): { text: string; policy: Policy } | undefined {
  if (claim.policy) {
    const bytes = decode(claim.policy);
    if (!bytes) return undefined;
    try {
      return { text: bytes.toString(), policy: JSON.parse(bytes.toString()) as Policy };
    } catch {
      return undefined;
    }
  }
  const expires = Number(claim.expires);
  if (!Number.isInteger(expires)) return undefined;
  const text = `{"Statement":[{"Resource":"${url}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`;
  return { text, policy: JSON.parse(text) as Policy };
}

function contains(range: string, address: string): boolean {
  const [base = '', bits = '32'] = range.split('/');
  const number = (ip: string) => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const ipv4 = address.replace(/^::ffff:/, '');
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(ipv4)) return range === '0.0.0.0/0';
  return Math.floor(number(base) / size) === Math.floor(number(ipv4) / size);
}

/**
 * Checks a signed URL or signed cookies, as CloudFront does for a behaviour with trusted key groups. Returns the reason
 * of a refusal, or `undefined`. Source: CloudFront developer guide, "Serve private content".
 */
export function refusal(request: SignedRequest, keys: ReadonlyMap<string, KeyObject>): Refusal | undefined {
  const claim = claimOf(request);
  if (!claim) return 'MissingKey';
  const key = keys.get(claim.keyId);
  if (!key) return 'InvalidKey';
  const signature = decode(claim.signature);
  const found = policyOf(claim, request.url);
  if (!signature || !found) return 'MalformedPolicy';
  const named = request.query.get('Hash-Algorithm') ?? request.cookies.get('CloudFront-Hash-Algorithm') ?? 'SHA1';
  const hash = hashes.find((known) => known === named);
  if (!hash) return 'MalformedPolicy';
  if (!createVerify(hash).update(found.text).verify(key, signature)) return 'AccessDenied';
  const statements = found.policy.Statement;
  const [statement] = statements ?? [];
  const condition = statement?.Condition;
  if (!statement || statements.length !== 1 || typeof condition?.DateLessThan?.['AWS:EpochTime'] !== 'number') {
    return 'MalformedPolicy';
  }
  const seconds = request.now / 1000;
  if (seconds >= condition.DateLessThan['AWS:EpochTime']) return 'AccessDenied';
  if (condition.DateGreaterThan && seconds <= condition.DateGreaterThan['AWS:EpochTime']) return 'AccessDenied';
  if (condition.IpAddress && !contains(condition.IpAddress['AWS:SourceIp'], request.sourceIp)) return 'AccessDenied';
  return wildcard(statement.Resource ?? '*').test(request.url) ? undefined : 'AccessDenied';
}
