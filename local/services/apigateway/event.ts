import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { HttpApi, Route } from './model';

export interface Matched {
  readonly api: HttpApi;
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  readonly requestId: string;
  readonly stage: string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `23/Nov/2026:10:15:00 +0000` */
function clfTime(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(8, 10)}/${months[date.getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

/**
 * Builds the event of payload format 2.0. Source: API Gateway developer guide, "Lambda proxy integrations for HTTP
 * APIs".
 */
export function proxyEvent(request: IncomingMessage, body: Buffer, matched: Matched): APIGatewayProxyEventV2 {
  const { api, route, requestId, stage, pathParameters } = matched;
  const [rawPath = '/', rawQueryString = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const query: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(rawQueryString))
    query[key] = query[key] ? `${query[key]},${value}` : value;
  const { cookie, ...others } = request.headers;
  const headers = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, [value].flat().join(',')]));
  const isText = /^(text\/|application\/(json|.*\+json|xml|x-www-form-urlencoded))/.test(headers['content-type'] ?? '');
  const now = new Date();
  const domainName = `${api.id}.execute-api.${api.region}.amazonaws.com`;
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath,
    rawQueryString,
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(rawQueryString && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length && { pathParameters: { ...pathParameters } }),
    requestContext: {
      accountId: '000000000000',
      apiId: api.id,
      domainName,
      domainPrefix: api.id,
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route.key,
      stage,
      time: clfTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length && { body: isText ? body.toString() : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
}

/** Converts the result of a function to an HTTP response. Without a `statusCode`, the whole value is the JSON body. */
export function httpAnswer(payload: string): HttpAnswer {
  const value = JSON.parse(payload) as unknown;
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text ?? '') };
  }
  const { statusCode, headers = {}, cookies, body = '', isBase64Encoded } = value as APIGatewayProxyStructuredResultV2;
  const answer: Record<string, string | string[]> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, content] of Object.entries(headers)) answer[name.toLowerCase()] = String(content);
  if (cookies?.length) answer['set-cookie'] = cookies;
  return { status: Number(statusCode), headers: answer, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
}
