import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from '../kernel/kernel';
import { signingKey } from './sigv4';

export interface Unsigned {
  readonly method: string;
  readonly host: string;
  /** Already as it is to be sent, without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');

/**
 * The headers of a request that an AWS service sends on behalf of a principal, signed with version 4.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 * @param now milliseconds since 1970
 */
export function signedHeaders(
  { method, host, path, headers, body }: Unsigned,
  credentials: Credentials,
  to: { readonly region: string; readonly service: string },
  now: number,
): Record<string, string> {
  const timestamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const date = timestamp.slice(0, 8);
  const all: Record<string, string> = {
    ...headers,
    host,
    'x-amz-date': timestamp,
    'x-amz-security-token': credentials.sessionToken,
  };
  const names = Object.keys(all).sort();
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${all[name]?.trim()}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = `${date}/${to.region}/${to.service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  const key = signingKey(credentials.secretAccessKey, { date, ...to });
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const credential = `${credentials.accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...all, authorization };
}
