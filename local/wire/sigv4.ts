import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../kernel/service';
import type { Target } from './protocol';
import { asymmetricAlgorithm, verifyAsymmetric } from './sigv4a';

/** What a request claims about its signature: AWS Signature Version 4, in a header or presigned in the query. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** `20261123/eu-west-1/s3/aws4_request` */
  readonly scope: { readonly date: string; readonly region: string; readonly service: string };
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20261123T101500Z` */
  readonly timestamp: string;
  readonly presigned: boolean;
  /** Seconds for which a presigned URL holds. */
  readonly expires?: number;
  readonly sessionToken?: string;
  /** Version 4A: ECDSA, for any region; `scope.region` is then the one that the service's data are kept in. */
  readonly asymmetric?: boolean;
}

export interface SignedRequest {
  readonly method: string;
  readonly url: Target;
  readonly headers: IncomingHttpHeaders;
}

const clockSkew = 15 * 60_000;
/** A presigned URL holds for seven days at most, in seconds. */
const longestExpiry = 7 * 24 * 3600;
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** The claim of a request, or `undefined` when it is not signed. Throws when the claim is malformed. */
export function signatureClaim({ url, headers }: SignedRequest): SignatureClaim | undefined {
  const query = url.searchParams;
  if (query.has('X-Amz-Signature')) {
    return claim(query.get('X-Amz-Credential') ?? '', {
      signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
      signature: query.get('X-Amz-Signature') ?? '',
      timestamp: query.get('X-Amz-Date') ?? '',
      presigned: true,
      expires: Number(query.get('X-Amz-Expires') ?? 0),
      sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    });
  }
  const header = headers.authorization;
  const algorithm = header?.split(' ')[0];
  if (!header || (algorithm !== 'AWS4-HMAC-SHA256' && algorithm !== asymmetricAlgorithm)) return undefined;
  const fields = Object.fromEntries(
    header
      .slice(algorithm.length + 1)
      .split(/,\s*/)
      .map((field) => field.split(/=(.*)/s) as [string, string]),
  );
  const asymmetric = algorithm === asymmetricAlgorithm;
  return claim(asymmetric ? withRegion(fields.Credential ?? '') : (fields.Credential ?? ''), {
    asymmetric,
    signedHeaders: (fields.SignedHeaders ?? '').split(';'),
    signature: fields.Signature ?? '',
    timestamp: String(headers['x-amz-date'] ?? ''),
    presigned: false,
    sessionToken: headers['x-amz-security-token'] as string | undefined,
  });
}

/** The scope of version 4A has no region. Global resources are stored in us-east-1. */
function withRegion(credential: string): string {
  const parts = credential.split('/');
  return [...parts.slice(0, -2), 'us-east-1', ...parts.slice(-2)].join('/');
}

function claim(credential: string, rest: Omit<SignatureClaim, 'accessKeyId' | 'scope'>): SignatureClaim {
  const parts = credential.split('/');
  const [date, region, service, terminator] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') {
    throw new ServiceError('IncompleteSignatureException', 'The credential of the signature is malformed', 403);
  }
  return { accessKeyId, scope: { date, region, service }, ...rest };
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** S3 signs the path as it is sent; the others without `.`, `..` and empty segments, and encoded once more. */
function canonicalPath(pathname: string, service: string): string {
  if (service === 's3') return pathname;
  const segments: string[] = [];
  for (const segment of pathname.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment && segment !== '.') segments.push(encode(segment));
  }
  return `/${segments.join('/')}${segments.length && pathname.endsWith('/') ? '/' : ''}`;
}

/** The key that a day, a region and a service share; source: AWS "Create a signed AWS API request". */
export function signingKey(secret: string, { date, region, service }: SignatureClaim['scope']): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
}

function checkTime({ timestamp, scope, presigned, expires = 0 }: SignatureClaim, now: number): void {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp)?.slice(1);
  const time = parts ? Date.parse(`${parts.slice(0, 3).join('-')}T${parts.slice(3).join(':')}Z`) : Number.NaN;
  if (Number.isNaN(time) || !timestamp.startsWith(scope.date)) {
    throw new ServiceError('IncompleteSignatureException', 'The date of the signature is malformed', 403);
  }
  if (!presigned) {
    if (Math.abs(now - time) <= clockSkew) return;
    const message = 'The difference between the request time and the current time is too large.';
    throw new ServiceError('RequestTimeTooSkewed', message, 403);
  }
  if (!Number.isInteger(expires) || expires < 0 || expires > longestExpiry) {
    const message = `X-Amz-Expires must be a number of seconds from 0 to ${longestExpiry}`;
    throw new ServiceError('AuthorizationQueryParametersError', message);
  }
  if (time - now > clockSkew) throw new ServiceError('AccessDenied', 'Request is not yet valid', 403);
  if (now > time + expires * 1000) throw new ServiceError('AccessDenied', 'Request has expired', 403);
}

/** A header without a signature could be added on the way: another host, or a header that makes a write a copy. */
function checkHeaders({ headers }: SignedRequest, { signedHeaders, scope }: SignatureClaim): void {
  const mustBeSigned = Object.keys(headers).filter(
    (name) => scope.service === 's3' && name.startsWith('x-amz-') && name !== 'x-amz-content-sha256',
  );
  // HTTP/2's name of the host, if both have the same value.
  const host = headers[':authority'] !== undefined && headers[':authority'] === headers.host ? ':authority' : 'host';
  const isSigned = (name: string) => signedHeaders.includes(name) || (name === 'host' && signedHeaders.includes(host));
  const unsigned = ['host', ...mustBeSigned].filter((name) => !isSigned(name));
  if (!unsigned.length) return;
  const message = 'There were headers present in the request which were not signed';
  throw new ServiceError('AccessDenied', message, 403, { HeadersNotSigned: unsigned.join(', ') });
}

/**
 * Checks a claim against the secret. `payloadHash` is the hexadecimal SHA-256 of the body, or the
 * value of `x-amz-content-sha256`. Throws `SignatureDoesNotMatch`, `RequestTimeTooSkewed`,
 * `AccessDenied` for a URL that has expired or headers that were added, and errors for a malformed claim.
 */
export function verifySignature(
  request: SignedRequest,
  found: SignatureClaim,
  secret: string,
  payloadHash: string,
  now: number,
) {
  const { scope, signedHeaders, timestamp } = found;
  checkTime(found, now);
  checkHeaders(request, found);
  const headers = signedHeaders
    .map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}\n`,
    )
    .join('');
  const canonical = [
    request.method,
    canonicalPath(request.url.pathname, scope.service),
    canonicalQuery(request.url.searchParams),
    headers,
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  if (found.asymmetric) {
    const text = [asymmetricAlgorithm, timestamp, `${scope.date}/${scope.service}/aws4_request`, sha256(canonical)];
    if (verifyAsymmetric(text.join('\n'), found.signature, found.accessKeyId, secret)) return;
    throw mismatch(scope.service);
  }
  const scopeText = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scopeText, sha256(canonical)].join('\n');
  const expected = hmac(signingKey(secret, scope), toSign);
  const given = Buffer.from(found.signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw mismatch(scope.service);
  }
}

function mismatch(service: string): ServiceError {
  return new ServiceError(
    service === 's3' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  );
}
