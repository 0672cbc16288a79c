import type { APIGatewayProxyEventV2WithLambdaAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { readBody } from './http-body';
import { log } from './log';
import { notFound, Problem } from './problem';
import { type RequestKey, requestKey } from './request-key';
import { fitsResponse } from './response-size';
import { type Group, knownGroups, mayCall, type Ownership, type Route, type RouteKey, routes } from './routes';

/** Data of the caller's token, from the authorizer: lambda/auth/authorizer.lambda.ts. */
export interface AuthorizerContext {
  readonly sub: string;
  readonly username: string;
  /** Comma separated, since an authorizer's context cannot contain lists. */
  readonly groups: string;
}

export type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<AuthorizerContext>;
export type HttpResult = APIGatewayProxyStructuredResultV2;

export interface Caller {
  /** The user pool's `sub`, by which assets and sessions are owned. */
  readonly id: string;
  readonly username: string;
  readonly groups: readonly Group[];
}

export interface HttpRequest {
  readonly caller: Caller;
  /** The assets that the caller may use on this route. */
  readonly ownership: Ownership;
  /** The id under which the request is in the logs; callers see it in problem documents. */
  readonly requestId: string;
  /** The `{id}` of the path; empty on routes without. */
  readonly id: string;
  /** All variables of the path, by their names in the route. */
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The `Idempotency-Key` of a request on a route that creates something; `undefined` if it has none. */
  readonly key: RequestKey | undefined;
  /** Whether the request has a body that is not empty. */
  readonly hasBody: boolean;
  /** Parses the JSON body of at most `most` bytes. Throws {@link Problem}. */
  body<S extends z.ZodMiniType>(schema: S, most?: number): z.output<S>;
}

export interface HttpAnswer {
  readonly status: number;
  /** Sent as JSON; absent for 204. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whole `Set-Cookie` values. */
  readonly cookies?: readonly string[];
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * For callers of the API's own address. On the way of viewers, CloudFront's response headers policy sets them too
 * (lib/constructs/response-headers.ts).
 */
const safety = { 'cross-origin-resource-policy': 'same-origin', 'x-content-type-options': 'nosniff' };

/** Errors by which AWS services ask for a later retry. The response asks the caller for the same. */
const busy = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'ServiceUnavailable',
  // A transaction is changing the item.
  'TransactionConflictException',
]);

/**
 * The Lambda handler for some routes of the HTTP API (payload 2.0). The authorizer has accepted the caller's token; this
 * handler decides by the table in routes.ts whether the caller may use the route. Every error is a problem document.
 */
export function http(handlers: Partial<Record<RouteKey, HttpHandler>>) {
  return async (event: HttpEvent): Promise<HttpResult> => {
    const requestId = event.requestContext.requestId;
    try {
      const whole = result(await answer(handlers, event), requestId);
      if (fitsResponse(whole)) {
        noteRequest(event, whole.statusCode);
        return whole;
      }
      throw new Problem('answer-too-large', 'Request fewer items at a time.');
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status >= 500) log.error('The request failed', { error, requestId, route: event.routeKey });
      else noteRequest(event, problem.status, problem.name);
      return {
        statusCode: problem.status,
        headers: {
          ...safety,
          ...problem.headers,
          'x-request-id': requestId,
          'content-type': 'application/problem+json',
          'cache-control': 'no-store',
        },
        body: JSON.stringify(problem.document(requestId)),
      };
    }
  };
}

/** Requests that only read are in the API's access log alone. */
function noteRequest({ routeKey: route }: HttpEvent, status: number | undefined, problem?: string): void {
  if (!route.startsWith('GET ')) log.info('request', { route, status, problem });
}

async function answer(handlers: Partial<Record<RouteKey, HttpHandler>>, event: HttpEvent): Promise<HttpAnswer> {
  const key = event.routeKey as RouteKey;
  const handler = handlers[key];
  if (!handler) throw notFound('route', event.routeKey);
  const route: Route = routes[key];
  const { sub, username, groups } = event.requestContext.authorizer.lambda;
  const caller: Caller = { id: sub, username, groups: knownGroups(groups.split(',')) };
  if (!mayCall(caller.groups, route.groups)) {
    const detail = `Only members of these groups may call this route: ${route.groups.join(', ')}.`;
    throw new Problem('not-permitted', detail);
  }
  const id = event.pathParameters?.id ?? '';
  return handler({
    caller,
    ownership: route.asset,
    requestId: event.requestContext.requestId,
    id,
    key: route.creates ? keyOf(event, [sub, key, id]) : undefined,
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    hasBody: Boolean(event.body),
    body: (schema, most) => readBody(event, schema, most),
  });
}

function keyOf({ headers, body = '', isBase64Encoded }: HttpEvent, scope: readonly string[]): RequestKey | undefined {
  return requestKey(headers['idempotency-key'], scope, isBase64Encoded ? Buffer.from(body, 'base64') : body);
}

function result({ status, body, headers, cookies }: HttpAnswer, requestId: string): HttpResult {
  return {
    statusCode: status,
    // Responses depend on the caller, so neither the edge nor a browser may cache them.
    headers: {
      ...safety,
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(cookies && { cookies: [...cookies] }),
  };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && busy.has(error.name)) {
    return new Problem('busy', 'Try again in a moment.');
  }
  // The error itself is in the log, under the request's id.
  return new Problem('internal-error', 'Try again, or give the operators the request id in "instance".');
}
