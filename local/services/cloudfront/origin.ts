import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Kernel } from '../../kernel/kernel';
import { type Principal, ServiceError } from '../../kernel/service';
import { fromFunctionUrl, isFunctionUrl } from './function-url';
import type { Distribution, Origin } from './model';
import type { OriginRequest, OriginResponse } from './origin-request';

const s3Error = (status: number, code: string, message: string): OriginResponse => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Readable.from([
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  ]),
});

interface S3Object {
  readonly Body?: Readable;
  readonly ContentLength?: number;
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentEncoding?: string;
  readonly ContentRange?: string;
  readonly ETag?: string;
  readonly LastModified?: Date;
  readonly VersionId?: string;
}

/** CloudFront as the principal of origin access control. */
function onBehalfOf({ accountId }: Kernel, { arn: sourceArn }: Distribution): Principal {
  return { kind: 'service', accountId, service: 'cloudfront.amazonaws.com', sourceArn };
}

/** Reads a bucket with origin access control: the service reads for the distribution. */
async function fromBucket(kernel: Kernel, distribution: Distribution, origin: Origin, request: OriginRequest) {
  const [, bucket = '', region = kernel.region] =
    /^(.+?)\.s3[.-]([a-z0-9-]+)\.amazonaws\.com$/.exec(origin.domainName) ?? [];
  const key = decodeURIComponent(`${origin.path}${request.uri}`.slice(1));
  const { range, 'if-none-match': ifNoneMatch, 'if-modified-since': ifModifiedSince } = request.headers;
  try {
    const found = await kernel.call<S3Object>({
      service: 's3',
      operation: request.method === 'HEAD' ? 'HeadObject' : 'GetObject',
      region,
      principal: onBehalfOf(kernel, distribution),
      fallible: true,
      input: {
        Bucket: bucket,
        Key: key,
        ...(range && { Range: range }),
        ...(ifNoneMatch && { IfNoneMatch: ifNoneMatch }),
        ...(ifModifiedSince && { IfModifiedSince: new Date(ifModifiedSince) }),
      },
    });
    const headers: OutgoingHttpHeaders = {
      'accept-ranges': 'bytes',
      ...(found.ContentLength !== undefined && { 'content-length': found.ContentLength }),
      ...(found.ContentType && { 'content-type': found.ContentType }),
      ...(found.CacheControl && { 'cache-control': found.CacheControl }),
      ...(found.ContentEncoding && { 'content-encoding': found.ContentEncoding }),
      ...(found.ContentRange && { 'content-range': found.ContentRange }),
      ...(found.ETag && { etag: found.ETag }),
      ...(found.LastModified && { 'last-modified': found.LastModified.toUTCString() }),
    };
    return { status: found.ContentRange ? 206 : 200, headers, body: found.Body ?? Readable.from([]) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.status === 304 || error.name === 'NotModified')
      return { status: 304, headers: {}, body: Readable.from([]) };
    const denied = /AccessDenied/.test(error.name);
    return s3Error(
      denied ? 403 : error.status,
      denied ? 'AccessDenied' : error.name,
      denied ? 'Access Denied' : error.message,
    );
  }
}

/** Passes a request on to an HTTP origin. On a laptop, only the laptop's own APIs can be one. */
function fromApi(kernel: Kernel, origin: Origin, request: OriginRequest): Promise<OriginResponse> {
  if (!/\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/.test(origin.domainName)) {
    throw new Error(
      `The origin ${origin.domainName} cannot be reached: this runtime supports only S3, API Gateway and function URLs`,
    );
  }
  const { hostname, port } = new URL(kernel.address('api'));
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        hostname,
        port,
        method: request.method,
        signal: request.signal,
        path: `${origin.path}${request.uri}${request.query ? `?${request.query}` : ''}`,
        headers: { ...request.headers, ...origin.customHeaders, host: origin.domainName },
      },
      (response) => {
        const { connection, 'transfer-encoding': _coding, ...headers } = response.headers;
        resolve({ status: response.statusCode ?? 502, headers, body: response });
        // An origin may respond before it has the whole body. Then the rest is not sent, and the connection is not reused.
        response.once('close', endUnlessSent);
      },
    );
    const endUnlessSent = () => {
      if (!outgoing.writableFinished) outgoing.destroy();
    };
    // Errors after the response, such as those of the rest of the body, change nothing.
    outgoing.on('error', reject);
    if (!request.body) return void outgoing.end();
    request.body.pipe(outgoing);
    // The viewer has disconnected.
    request.body.once('close', () => {
      if (!request.body?.readableEnded) outgoing.destroy();
    });
  });
}

/**
 * Sends a request to an origin, or to the members of an origin group one after another. As in CloudFront, only reads
 * fail over.
 */
export async function askOrigin(
  kernel: Kernel,
  distribution: Distribution,
  target: string,
  request: OriginRequest,
): Promise<OriginResponse> {
  const group = distribution.originGroups.get(target);
  const members = group?.members ?? [target];
  const ask = (id: string) => {
    const origin = distribution.origins.get(id);
    if (!origin) throw new Error(`The distribution has no origin '${id}'`);
    if (origin.kind === 's3') return fromBucket(kernel, distribution, origin, request);
    if (isFunctionUrl(origin.domainName)) {
      return fromFunctionUrl(kernel, onBehalfOf(kernel, distribution), origin.domainName, request);
    }
    return fromApi(kernel, origin, request);
  };
  const [primary, ...others] = members;
  let response = await ask(primary as string);
  if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return response;
  for (const other of others) {
    if (!group?.failoverStatus.includes(response.status)) break;
    response.body.destroy();
    response = await ask(other);
  }
  return response;
}
