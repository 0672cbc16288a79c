import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { untilGone } from '../../kernel/caller';
import type { Kernel } from '../../kernel/kernel';
import type { Firewall } from '../wafv2';
import type { BlockResponse } from '../wafv2/model';
import { addressOf, cacheKey, EdgeCache, maxCachedBytes, timeToLive } from './cache';
import { compressed } from './compress';
import type { EdgeFunction, EdgeRequest, EdgeResponse } from './edge-function';
import { fieldsOf, headersOf, parseCookies, queryOf } from './fields';
import { forwardedHeaders, forwardedQuery } from './forwarded';
import type { ServedRequest } from './log-fields';
import type { Behaviour, Distribution } from './model';
import { askOrigin } from './origin';
import type { OriginResponse } from './origin-request';
import { range } from './range';
import { laptopReading, type Reading, withoutSignature } from './reading';
import { refusal, signatureParameters } from './signature';

interface ViewerResponse {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer | NodeJS.ReadableStream;
  cache: string;
}

const generated = 'FunctionGeneratedResponse from cloudfront';

const errorPage = (status: number, code: string, message: string): ViewerResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  ),
  cache: 'Error from cloudfront',
});

/** CloudFront's response to a request that its web ACL blocks. */
const refusedBy = ({ status, headers, body }: BlockResponse): ViewerResponse =>
  body === undefined
    ? errorPage(status, 'AccessDenied', 'Request blocked.')
    : { status, headers: { ...headers }, body: Buffer.from(body), cache: 'Error from cloudfront' };

const refusals = {
  MissingKey: 'Missing Key-Pair-Id query parameter or cookie value',
  InvalidKey: 'Unknown Key',
  AccessDenied: 'Access denied',
  MalformedPolicy: 'Malformed Policy',
} as const;

interface EdgeOptions {
  /** Called for each request after its response has been sent. */
  readonly served?: (served: ServedRequest) => void;
  readonly reading?: Reading;
  /** Asked about each request of a distribution with a web ACL. */
  readonly firewall?: Firewall;
}

/** One edge location: the web ACL, behaviours, signatures, functions, the cache, origins with failover, and response headers. */
export class Edge {
  private readonly cache: EdgeCache;
  private readonly served: (served: ServedRequest) => void;
  private readonly reading: Reading;
  private readonly firewall: Firewall | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly distribution: Distribution,
    private readonly functions: ReadonlyMap<string, EdgeFunction>,
    options: EdgeOptions = {},
  ) {
    this.served = options.served ?? (() => {});
    this.reading = options.reading ?? laptopReading;
    this.firewall = options.firewall;
    this.cache = new EdgeCache(this.reading.invalidates);
  }

  /** Removes objects from the cache. */
  invalidate(paths: readonly string[]): void {
    this.cache.invalidate(paths);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = randomUUID();
    const path = (request.url ?? '/').split('?')[0] as string;
    const behaviour = this.behaviourFor(path);
    const { socket } = request;
    const before = { at: this.kernel.now(), written: socket.bytesWritten, read: socket.bytesRead };
    const gone = untilGone(response);
    let answer: ViewerResponse;
    try {
      answer = await this.answer(request, behaviour, id, gone);
    } catch (error) {
      if (gone.aborted) return;
      this.kernel.log('cloudfront', 'request failed', { id, path, error: (error as Error).message });
      answer = errorPage(502, 'BadGateway', 'The request could not be satisfied.');
    }
    const headers: OutgoingHttpHeaders = { ...answer.headers, 'x-cache': answer.cache, 'x-amz-cf-id': id };
    headers.via = `1.1 ${this.distribution.domainName} (CloudFront)`;
    const policy = answer.cache !== generated || this.reading.policyOnGenerated ? behaviour.responseHeaders : {};
    for (const [name, { value, override }] of Object.entries(policy)) {
      if (override || headers[name] === undefined) headers[name] = value;
    }
    const firstByteAt = this.kernel.now();
    response.once('close', () =>
      this.served({
        ...{ id, request, distribution: this.distribution, cache: answer.cache, headers },
        status: response.writableFinished ? answer.status : 0,
        ...{ startedAt: before.at, firstByteAt, endedAt: this.kernel.now() },
        sent: socket.bytesWritten - before.written,
        received: socket.bytesRead - before.read,
        address: { ip: socket.remoteAddress ?? '-', port: socket.remotePort ?? 0 },
      }),
    );
    response.writeHead(answer.status, headers);
    if (request.method === 'HEAD' || answer.status === 304) response.end();
    else if (Buffer.isBuffer(answer.body)) response.end(answer.body);
    else await pipeline(answer.body, response).catch(() => response.destroy());
  }

  private behaviourFor(path: string): Behaviour {
    return this.distribution.behaviours.find(({ matches }) => matches.test(path)) as Behaviour;
  }

  private async answer(
    request: IncomingMessage,
    behaviour: Behaviour,
    id: string,
    gone: AbortSignal,
  ): Promise<ViewerResponse> {
    const { distribution, kernel, reading } = this;
    const method = request.method ?? 'GET';
    const blocked = this.blocked(request);
    if (blocked) return refusedBy(blocked);
    if (!behaviour.methods.includes(method)) {
      return errorPage(
        403,
        'MethodNotAllowed',
        'This distribution is not configured to allow the HTTP request method.',
      );
    }
    const [path = '/', queryText = ''] = (request.url ?? '/').split(/\?(.*)/s);
    const query = new URLSearchParams(queryText);
    const cookies = parseCookies(request.headers.cookie);
    const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
    const checked = (uri: string): ViewerResponse | undefined => {
      if (!behaviour.requiresSignature) return undefined;
      const url = `${kernel.address('web')}${uri}${unsigned(queryText)}`;
      const why = refusal(
        { url, query, cookies: new Map(cookies), sourceIp, now: kernel.now() },
        behaviour.trustedKeys,
      );
      return why && errorPage(403, why, refusals[why]);
    };
    const before = reading.check === 'before' ? checked(path) : undefined;
    if (before) return before;
    const fields = { querystring: fieldsOf(query), cookies: fieldsOf(cookies) };
    const isHidden = behaviour.requiresSignature && !reading.visible;
    let edge: EdgeRequest = {
      method,
      uri: path,
      headers: headersOf(request.headers),
      ...(isHidden ? withoutSignature(fields.querystring, fields.cookies) : fields),
    };
    if (behaviour.viewerRequest) {
      const result = await this.run(behaviour.viewerRequest, 'viewer-request', edge, id, sourceIp);
      if ('statusCode' in result) return fromFunction(result);
      edge = result;
    }
    const after = reading.check === 'after' ? checked(reading.address === 'viewer' ? path : edge.uri) : undefined;
    if (after) return after;
    const viewerUri = this.withRootObject(path);
    edge.uri = this.withRootObject(edge.uri);
    const answer = await this.fetch(request, behaviour, edge, viewerUri, gone);
    const custom = distribution.errorResponses.get(answer.status);
    if (!custom || method !== 'GET') return answer;
    const uri = custom.path;
    const page = await this.fetch(request, this.behaviourFor(uri), { ...edge, uri }, uri, gone);
    return { ...page, status: custom.status, cache: 'Error from cloudfront' };
  }

  private withRootObject(uri: string): string {
    const { defaultRootObject } = this.distribution;
    return uri === '/' && defaultRootObject ? `/${defaultRootObject}` : uri;
  }

  private blocked({ method = 'GET', url = '/', headers, socket }: IncomingMessage): BlockResponse | undefined {
    const { webAclArn } = this.distribution;
    const [path = '/'] = url.split('?');
    const address = socket.remoteAddress ?? '127.0.0.1';
    return webAclArn === undefined ? undefined : this.firewall?.block(webAclArn, { method, path, headers, address });
  }

  private async run(arn: string, eventType: string, request: EdgeRequest, id: string, ip: string) {
    const { distribution } = this;
    const found = this.functions.get(arn);
    if (!found) throw new Error(`the function ${arn} is not deployed`);
    const context = { distributionDomainName: distribution.domainName, distributionId: distribution.id, eventType };
    return found.run({ version: '1.0', context: { ...context, requestId: id }, viewer: { ip }, request });
  }

  private async fetch(
    request: IncomingMessage,
    behaviour: Behaviour,
    edge: EdgeRequest,
    viewerUri: string,
    signal: AbortSignal,
  ): Promise<ViewerResponse> {
    const { kernel, cache } = this;
    const query = queryOf(edge.querystring);
    // The function sees these; the cache and the origin do not.
    if (behaviour.requiresSignature) for (const name of signatureParameters) query.delete(name);
    const viewerHeaders = Object.fromEntries(Object.entries(edge.headers).map(([name, { value }]) => [name, value]));
    const cookies = new Map(Object.entries(edge.cookies).map(([name, { value }]) => [name, value]));
    const { cachePolicy } = behaviour;
    const cacheable = cachePolicy.maxTtl > 0 && (edge.method === 'GET' || edge.method === 'HEAD');
    const key = cacheKey(behaviour.target, { uri: edge.uri, query, headers: viewerHeaders, cookies }, cachePolicy);
    const hit = cacheable ? cache.get(key, kernel.now()) : undefined;
    if (hit) {
      const age = String(Math.floor((kernel.now() - hit.storedAt) / 1000));
      return finish(request, behaviour, { ...hit, headers: { ...hit.headers, age }, cache: 'Hit from cloudfront' });
    }
    const since = cache.moment;
    const response = await askOrigin(kernel, this.distribution, behaviour.target, {
      method: edge.method,
      signal,
      uri: edge.uri,
      query: forwardedQuery(query, behaviour),
      headers: forwardedHeaders(viewerHeaders, cookies, behaviour, cacheable),
      ...(!['GET', 'HEAD'].includes(edge.method) && { body: request }),
    });
    const miss = response.status >= 400 ? 'Error from cloudfront' : 'Miss from cloudfront';
    if (!cacheable || edge.method !== 'GET' || response.status !== 200 || tooLarge(response)) {
      return finish(request, behaviour, { ...response, cache: miss });
    }
    const body = await collect(response);
    const seconds = timeToLive(response.headers['cache-control'] as string | undefined, cachePolicy);
    const now = kernel.now();
    const { status, headers } = response;
    const [viewer, rewritten] = [viewerUri, edge.uri].map((uri) => addressOf(uri, query, cachePolicy)) as [
      string,
      string,
    ];
    const entry = { status, headers, body, storedAt: now, freshUntil: now + seconds * 1000 };
    cache.put(key, entry, { viewer, rewritten }, since);
    return finish(request, behaviour, { status, headers, body, cache: miss });
  }
}

const tooLarge = ({ headers }: OriginResponse) => Number(headers['content-length'] ?? 0) > maxCachedBytes;

function unsigned(queryText: string): string {
  const parts = queryText.split('&').filter((part) => !signatureParameters.includes(part.split('=')[0] as string));
  const rest = parts.filter(Boolean).join('&');
  return rest ? `?${rest}` : '';
}

async function collect({ body }: OriginResponse): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

function finish(request: IncomingMessage, behaviour: Behaviour, answer: ViewerResponse): ViewerResponse {
  const { 'if-none-match': ifNoneMatch } = request.headers;
  if (answer.status === 200 && ifNoneMatch && ifNoneMatch === answer.headers.etag) {
    return { ...answer, status: 304, body: Buffer.alloc(0) };
  }
  if (!Buffer.isBuffer(answer.body)) return answer;
  const part = range(request.headers.range, { ...answer, body: answer.body });
  return behaviour.compress ? compressed(request.headers['accept-encoding'], part) : part;
}

function fromFunction({ statusCode, headers = {}, body = '' }: EdgeResponse): ViewerResponse {
  const data =
    typeof body === 'string'
      ? Buffer.from(body)
      : Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8');
  const plain = Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]));
  return { status: statusCode, headers: plain, body: data, cache: generated };
}
