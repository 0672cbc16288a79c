import type { APIGatewayProxyEventV2WithLambdaAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { readBody } from './http-body';
import { log } from './log';
import { notFound, Problem } from './problem';
import { fitsResponse } from './response-size';
import { type Group, knownGroups, mayCall, type Ownership, type RouteKey, routes } from './routes';

/** What the authorizer found in the caller's token; see lambda/auth/authorizer.lambda.ts. */
export interface AuthorizerContext {
  readonly sub: string;
  readonly username: string;
  /** Comma separated, since an authorizer's context holds no lists. */
  readonly groups: string;
}

export type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<AuthorizerContext>;
export type HttpResult = APIGatewayProxyStructuredResultV2;

export interface Caller {
  /** The pool's `sub`: what assets and sessions are owned by. */
  readonly id: string;
  readonly username: string;
  readonly groups: readonly Group[];
}

export interface HttpRequest {
  readonly caller: Caller;
  /** Whose assets this route may touch. */
  readonly ownership: Ownership;
  /** The `{id}` of the path; empty on routes without. */
  readonly id: string;
  /** All variables of the path, by their names in the route. */
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Whether anything was sent as a body; where one is optional, an empty one is none. */
  readonly hasBody: boolean;
  /** The JSON body, checked; `most` bytes of it. Throws {@link Problem}. */
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

/** The errors by which AWS services say "later, please"; the caller should hear the same, not a fault of ours. */
const busy = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'ServiceUnavailable',
]);

/**
 * The Lambda handler for some routes of the HTTP API (payload 2.0). The authorizer has let the caller in; here it is
 * decided by the table in routes.ts whether this caller may use this route. Every refusal is a problem document.
 */
export function http(handlers: Partial<Record<RouteKey, HttpHandler>>) {
  return async (event: HttpEvent): Promise<HttpResult> => {
    const requestId = event.requestContext.requestId;
    try {
      const whole = result(await answer(handlers, event));
      if (fitsResponse(whole)) return whole;
      throw new Problem('answer-too-large', 'Request fewer items at a time.');
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status >= 500) log.error('The request failed', { error, requestId, route: event.routeKey });
      return {
        statusCode: problem.status,
        headers: { ...problem.headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
        body: JSON.stringify(problem.document(requestId)),
      };
    }
  };
}

function answer(handlers: Partial<Record<RouteKey, HttpHandler>>, event: HttpEvent): Promise<HttpAnswer> {
  const key = event.routeKey as RouteKey;
  const handler = handlers[key];
  if (!handler) throw notFound('route', event.routeKey);
  const route = routes[key];
  const { sub, username, groups } = event.requestContext.authorizer.lambda;
  const caller: Caller = { id: sub, username, groups: knownGroups(groups.split(',')) };
  if (!mayCall(caller.groups, route.groups)) {
    const detail = `Only members of these groups may call this route: ${route.groups.join(', ')}.`;
    throw new Problem('not-permitted', detail);
  }
  return handler({
    caller,
    ownership: route.asset,
    id: event.pathParameters?.id ?? '',
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    hasBody: Boolean(event.body),
    body: (schema, most) => readBody(event, schema, most),
  });
}

function result({ status, body, headers, cookies }: HttpAnswer): HttpResult {
  return {
    statusCode: status,
    // Answers depend on who asks; neither the edge nor a browser may keep them.
    headers: {
      'cache-control': 'no-store',
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
