import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { untilGone } from '../kernel/caller';
import { type Api, type Call, type Principal, ServiceError } from '../kernel/service';
import { collect, decodedBody } from './body';
import { apiRules, corsHeaders, preflightHeaders } from './cors';
import { type Protocol, parseTarget, type WireRequest, type WireResponse } from './protocol';
import { protocolOf } from './protocol-of';
import { type SignatureClaim, signatureClaim, verifySignature } from './sigv4';

/** What the server needs from the runtime around it. */
export interface WireHost {
  readonly accountId: string;
  readonly region: string;
  /** The origin of the only web page whose scripts may use the APIs. */
  readonly pageOrigin: string;
  now(): number;
  /** The holder of an access key, or `undefined` if the key is unknown. */
  resolve(accessKeyId: string): { secretAccessKey: string; sessionToken?: string; principal: Principal } | undefined;
  /** Authorizes and runs an operation. */
  dispatch(call: Call, input: unknown): Promise<unknown>;
  log(service: string, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

interface Endpoint {
  readonly service: Api;
  readonly protocol: Protocol;
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly url: ReturnType<typeof parseTarget>;
  /** Aborted when the client has disconnected before it had the whole response. */
  readonly gone: AbortSignal;
}

/** Serves every AWS API on one port. The signature's scope or the target header contains the service. */
export class WireServer {
  /** Several services may sign by one name: those of Personalize do. */
  private readonly bySigningName = new Map<string, Endpoint[]>();
  private readonly byTarget = new Map<string, Endpoint>();
  /** The endpoints with rules of their own for scripts of web pages. */
  private readonly ruled: Endpoint[] = [];

  constructor(
    services: readonly Api[],
    private readonly host: WireHost,
  ) {
    for (const service of services) {
      const endpoint = { service, protocol: protocolOf(service) };
      const name = service.signingName ?? service.id;
      this.bySigningName.set(name, [...(this.bySigningName.get(name) ?? []), endpoint]);
      if (service.corsRules) this.ruled.push(endpoint);
      if (endpoint.protocol.target) this.byTarget.set(endpoint.protocol.target, endpoint);
    }
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const url = parseTarget(request.url ?? '/');
    const bucket = this.ruled.find(({ service }) => service.corsRules?.(url.pathname));
    const rules = bucket?.service.corsRules?.(url.pathname) ?? apiRules;
    for (const [name, value] of Object.entries(corsHeaders(request, this.host.pageOrigin, rules))) {
      response.setHeader(name, value);
    }
    let endpoint: Endpoint | undefined;
    try {
      if (request.method === 'OPTIONS') {
        endpoint = bucket;
        response.writeHead(200, preflightHeaders(request, this.host.pageOrigin, rules)).end();
        return;
      }
      const claim = signatureClaim({ method: request.method ?? 'GET', url, headers: request.headers });
      endpoint = await this.endpointFor(request, url, claim);
      const answer = await this.answer(endpoint, { request, url, gone: untilGone(response) }, claim, requestId);
      await send(response, answer, request.method === 'HEAD');
    } catch (error) {
      await this.fail(endpoint, error, request, response, requestId);
    }
  }

  private async endpointFor(
    request: IncomingMessage,
    url: ReturnType<typeof parseTarget>,
    claim: SignatureClaim | undefined,
  ): Promise<Endpoint> {
    const target = String(request.headers['x-amz-target'] ?? '').split('.')[0] ?? '';
    // Who signs nothing and names no target speaks to S3.
    const signed = this.bySigningName.get(claim ? claim.scope.service : 's3') ?? [];
    const endpoint = this.byTarget.get(target) ?? (await byRoute(signed, request, url));
    if (!endpoint) {
      const name = claim?.scope.service ?? target;
      throw new ServiceError('UnknownService', `This runtime has no service '${name}'`, 501);
    }
    const { id, signingName = id } = endpoint.service;
    if (claim && claim.scope.service !== signingName) {
      throw new ServiceError(
        'InvalidSignatureException',
        `Credential should be scoped to correct service: '${signingName}'.`,
        403,
      );
    }
    return endpoint;
  }

  private async answer(
    { service, protocol }: Endpoint,
    { request, url, gone }: Incoming,
    claim: SignatureClaim | undefined,
    requestId: string,
  ): Promise<WireResponse> {
    const method = request.method ?? 'GET';
    let collected: Promise<Uint8Array> | undefined;
    const principal = claim ? this.principal(claim, protocol) : ({ kind: 'anonymous' } as const);
    const signed = { method, url, headers: request.headers };
    const hashHeader = request.headers['x-amz-content-sha256'] as string | undefined;
    const secret = claim ? (this.host.resolve(claim.accessKeyId)?.secretAccessKey ?? '') : '';
    const stream = decodedBody(request, claim, secret, hashHeader);
    const wire: WireRequest = { method, url, headers: request.headers, body: stream };
    const body = () => {
      collected ??= collect(stream);
      return collected;
    };
    if (claim) {
      const payloadHash =
        hashHeader ??
        (claim.presigned && claim.scope.service === 's3'
          ? 'UNSIGNED-PAYLOAD'
          : createHash('sha256')
              .update(await body())
              .digest('hex'));
      verifySignature(signed, claim, secret, payloadHash, this.host.now());
    }
    const operation = await protocol.operation(wire, body);
    if (!operation) {
      throw new ServiceError(
        'UnknownOperationException',
        `${service.id} has no operation for ${method} ${url.pathname}`,
        404,
      );
    }
    const call: Call = {
      service: service.id,
      operation,
      region: claim?.scope.region ?? this.host.region,
      accountId: this.host.accountId,
      principal,
      requestId,
      signal: gone,
      http: {
        method,
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        gone,
      },
    };
    const input = await protocol.input(operation, wire, body);
    const output = (await this.host.dispatch(call, input)) as Record<string, unknown> | undefined;
    return protocol.output(operation, output ?? {}, requestId);
  }

  private principal(claim: SignatureClaim, { unknownKey = jsonUnknownKey }: Protocol): Principal {
    const { accessKeyId } = claim;
    const holder = this.host.resolve(accessKeyId);
    if (!holder) throw unknownKey(accessKeyId);
    if ((holder.sessionToken ?? '') !== (claim.sessionToken ?? '')) {
      throw new ServiceError('InvalidToken', 'The provided token is malformed or otherwise invalid.', 403);
    }
    return holder.principal;
  }

  private async fail(
    endpoint: Endpoint | undefined,
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ) {
    const known = error instanceof ServiceError;
    if (isGone(request, response, error)) {
      response.destroy();
      return;
    }
    if (!known) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.host.log(endpoint?.service.id ?? 'wire', 'internal error', { requestId, stack });
    }
    // The SDK retries an InternalFailure; the cause is in the runtime's log only.
    const named = known
      ? error
      : new ServiceError('InternalFailure', 'We encountered an internal error. Please try again.', 500);
    const answer = endpoint?.protocol.error(named, requestId) ?? {
      status: named.status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': named.name },
      body: JSON.stringify({ __type: named.name, message: named.message }),
    };
    if (response.headersSent) response.destroy();
    else await send(response, answer, request.method === 'HEAD').catch(() => response.destroy());
  }
}

const jsonUnknownKey = () =>
  new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);

/** Of services that sign alike, the one that has an operation for the method and path; the first where none has. */
async function byRoute(
  endpoints: readonly Endpoint[],
  { method = 'GET', headers }: IncomingMessage,
  url: ReturnType<typeof parseTarget>,
): Promise<Endpoint | undefined> {
  if (endpoints.length < 2) return endpoints[0];
  const nothing = new Uint8Array();
  for (const endpoint of endpoints) {
    if (endpoint.protocol.target) continue;
    const request = { method, url, headers, body: Readable.from([]) };
    if (await endpoint.protocol.operation(request, async () => nothing)) return endpoint;
  }
  return endpoints[0];
}

/** Whether the client disconnected before the request or the response was complete. */
function isGone(request: IncomingMessage, response: ServerResponse, error: unknown): boolean {
  const cut = (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
  return (request.destroyed && !request.complete) || (cut && response.headersSent && request.socket.destroyed);
}

async function send(
  response: ServerResponse,
  { status, headers, body }: WireResponse,
  headOnly: boolean,
): Promise<void> {
  response.writeHead(status, headers);
  if (headOnly || status === 304 || status === 204) {
    if (body instanceof Readable) body.destroy();
    response.end();
  } else if (body instanceof Readable) await pipeline(body, response);
  else response.end(body);
}
