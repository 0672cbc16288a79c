import type { IncomingMessage } from 'node:http';
import type { CorsRule } from '../kernel/cors-rule';
import { ServiceError } from '../kernel/service';

/** For APIs other than S3, which have no rules of their own: the page signs in and changes its user's settings. */
export const apiRules: readonly CorsRule[] = [
  {
    AllowedHeaders: ['*'],
    AllowedMethods: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'],
    AllowedOrigins: ['*'],
    ExposeHeaders: ['x-amzn-requestid', 'x-amzn-errortype'],
  },
];

type Headers = Record<string, string>;

/** One `*` in a rule matches any characters. Source: S3 user guide, "Elements of a CORS configuration". */
const matches = (patterns: readonly string[], text: string) =>
  patterns.some((pattern) => {
    const [before = '', after] = pattern.split('*');
    if (after === undefined) return pattern === text;
    return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
  });

/** The rules that apply to the laptop's page. No other page may use the APIs, whatever a rule allows. */
function ruleFor(rules: readonly CorsRule[], pageOrigin: string, origin: string, method: string, headers: string[]) {
  if (origin !== pageOrigin) return undefined;
  return rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      matches(AllowedOrigins, origin) &&
      AllowedMethods.includes(method) &&
      headers.every((name) =>
        matches(
          AllowedHeaders.map((allowed) => allowed.toLowerCase()),
          name,
        ),
      ),
  );
}

/**
 * Returns the headers of the response to a preflight request. Throws `AccessForbidden` if no rule allows the request.
 * Source: S3 API reference, "OPTIONS object".
 */
export function preflightHeaders(
  { headers }: IncomingMessage,
  pageOrigin: string,
  rules: readonly CorsRule[],
): Headers {
  const { origin = '' } = headers;
  const method = String(headers['access-control-request-method'] ?? '');
  const wanted = String(headers['access-control-request-headers'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const rule = ruleFor(rules, pageOrigin, origin, method, wanted);
  if (!rule) throw new ServiceError('AccessForbidden', 'CORSResponse: This CORS request is not allowed.', 403);
  return {
    ...readableHeaders(rule, origin),
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(wanted.length > 0 && { 'access-control-allow-headers': wanted.join(', ') }),
    ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
  };
}

/** Returns the headers by which the page may read a response; only `vary` if it may not. */
export function corsHeaders(
  { headers, method = 'GET' }: IncomingMessage,
  pageOrigin: string,
  rules: readonly CorsRule[],
) {
  const { origin } = headers;
  const rule = origin === undefined ? undefined : ruleFor(rules, pageOrigin, origin, method, []);
  return rule && origin !== undefined ? readableHeaders(rule, origin) : { vary: 'Origin' };
}

function readableHeaders({ ExposeHeaders = [] }: CorsRule, origin: string): Headers {
  return {
    'access-control-allow-origin': origin,
    ...(ExposeHeaders.length > 0 && { 'access-control-expose-headers': ExposeHeaders.join(', ') }),
    vary: 'Origin',
  };
}
