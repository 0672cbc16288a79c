import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import findMyWay from 'find-my-way';
import { untilGone } from '../../kernel/caller';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import { Authorizers } from './authorize';
import { type HttpAnswer, httpAnswer, type Matched, proxyEvent } from './event';
import { invoke } from './invoke';
import type { Lane } from './lane';
import type { HttpApi, Integration, Route } from './model';
import { admitSigned } from './signed';
import { TokenBucket } from './token-bucket';

/** Source: API Gateway quotas for HTTP APIs. */
const bodyLimit = 10 * 1024 * 1024;

type Router = ReturnType<typeof findMyWay>;
class HttpFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/**
 * API Gateway's response above a limit. Unlike AWS's, it contains the time of the next try. The laptop's functions have few
 * threads, so their limit stands for the account's throttle, which is where AWS would refuse a client.
 */
const tooManyRequests = (seconds = '1') => new HttpFailure(429, 'Too Many Requests', { 'retry-after': seconds });

/** The failure that a client gets for an error. */
function failureOf(error: unknown): HttpFailure {
  if (error instanceof HttpFailure) return error;
  if (error instanceof ServiceError && error.name === 'TooManyRequestsException') {
    return tooManyRequests(String(error.members.retryAfterSeconds));
  }
  return new HttpFailure(500, 'Internal Server Error');
}

/** Serves the requests of one HTTP API by its routes. */
export class Gateway {
  private readonly router: Router = findMyWay();
  private readonly authorizers: Authorizers;
  /** Keyed by route key. */
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly kernel: Kernel,
    private readonly api: HttpApi,
    private readonly lane: Lane,
  ) {
    this.authorizers = new Authorizers(kernel, lane);
    for (const route of api.routes.values()) {
      const { rateLimit, burstLimit } = api.stage?.routeLimits[route.key] ?? api.stage?.limits ?? {};
      if (rateLimit && burstLimit) {
        this.buckets.set(route.key, new TokenBucket(rateLimit, burstLimit, () => kernel.now()));
      }
      const [method = '', path = ''] = route.key.split(' ');
      if (route.key === '$default') continue;
      const pattern = path.replace(/\{([^}+]+)\+\}/g, '*').replace(/\{([^}]+)\}/g, ':$1');
      const methods = method === 'ANY' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] : [method];
      this.router.on(methods as 'GET'[], pattern, () => {}, route);
    }
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const startedAt = performance.now();
    const gone = untilGone(response);
    let answer: HttpAnswer;
    try {
      answer = await this.answer(request, requestId, gone);
    } catch (error) {
      // Nobody reads the response.
      if (gone.aborted) return;
      const failure = failureOf(error);
      if (failure.status === 500) {
        this.kernel.log('apigateway', 'integration failed', { requestId, error: (error as Error).message });
      }
      const body = Buffer.from(JSON.stringify({ message: failure.message }));
      answer = { status: failure.status, headers: { 'content-type': 'application/json', ...failure.headers }, body };
    }
    this.measure(answer.status, performance.now() - startedAt);
    response.writeHead(answer.status, { ...answer.headers, 'apigw-requestid': requestId });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  /** A request without an error counts as 0 errors, so that the average is the rate. */
  private measure(status: number, Latency: number): void {
    const { id: ApiId, region, stage } = this.api;
    this.kernel.measure({
      ...{ region, namespace: 'AWS/ApiGateway', dimensions: { ApiId, Stage: stage?.name ?? '$default' } },
      values: { Count: 1, '4xx': status >= 400 && status < 500 ? 1 : 0, '5xx': status >= 500 ? 1 : 0, Latency },
    });
  }

  private async answer(request: IncomingMessage, requestId: string, gone: AbortSignal): Promise<HttpAnswer> {
    const matched = this.match(request, requestId);
    const bucket = this.buckets.get(matched.route.key);
    if (bucket && !bucket.take()) throw tooManyRequests();
    const body = await readBody(request);
    const event = proxyEvent(request, body, matched);
    const { authorizerId, integrationId, isSigned, key } = matched.route;
    if (isSigned) {
      try {
        admitSigned(this.kernel, this.api, key.split(' ')[1] ?? '', request, body);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        this.kernel.log('apigateway', 'a signed request was refused', { route: key, error: error.message });
        throw new HttpFailure(403, 'Forbidden');
      }
    }
    if (authorizerId) {
      const authorizer = this.api.authorizers.get(authorizerId);
      if (!authorizer) throw new Error(`the route ${matched.route.key} refers to an authorizer that does not exist`);
      const verdict = await this.authorizers.ask(this.api, authorizer, event, gone);
      if (!verdict.allowed) {
        const messages = { 401: 'Unauthorized', 403: 'Forbidden', 500: 'Internal Server Error' };
        throw new HttpFailure(verdict.status, messages[verdict.status]);
      }
      Object.assign(event.requestContext, { authorizer: { lambda: verdict.context } });
    }
    const integration = this.api.integrations.get(integrationId);
    if (!integration) throw new Error(`the route ${matched.route.key} refers to an integration that does not exist`);
    return this.integrate(integration, matched, event, gone);
  }

  private match(request: IncomingMessage, requestId: string): Matched {
    const path = (request.url ?? '/').split('?')[0] as string;
    const found = this.router.find((request.method ?? 'GET') as 'GET', path);
    const route = (found?.store as Route | undefined) ?? this.api.routes.get('$default');
    if (!route) throw new HttpFailure(404, 'Not Found');
    const { '*': rest, ...pathParameters } = found?.params ?? {};
    const greedy = /\{([^}+]+)\+\}/.exec(route.key)?.[1];
    if (greedy && rest !== undefined) pathParameters[greedy] = rest;
    return { api: this.api, route, pathParameters, requestId, stage: this.api.stage?.name ?? '$default' };
  }

  private async integrate(
    integration: Integration,
    matched: Matched,
    event: APIGatewayProxyEventV2,
    gone: AbortSignal,
  ): Promise<HttpAnswer> {
    const { kernel, api } = this;
    const [method, path] = matched.route.key.split(' ');
    const part = `/${matched.stage}/${path ? `${method}${path}` : '$default'}`;
    // An invocation that still waits for a thread when its time is over does not run any more.
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new HttpFailure(503, 'Service Unavailable', { 'retry-after': '1' })),
      integration.timeoutMilliseconds,
    );
    const signal = AbortSignal.any([gone, late.signal]);
    try {
      const run = () => invoke(kernel, api, part, integration.functionArn, event, signal);
      const invocation = this.lane.run(run, signal);
      const { text, failed } = await Promise.race([invocation, aborted(signal)]);
      if (failed) throw new ServiceError('FunctionError', `${integration.functionArn}: ${text.slice(0, 800)}`);
      return httpAnswer(text);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Rejects with the signal's reason when it aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Throws a failure with status 413, and leaves the rest of the body to the port, so that the client gets the response. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = () => new HttpFailure(413, 'Request Entity Too Large');
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length;
    if (length > bodyLimit) throw tooLarge();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
