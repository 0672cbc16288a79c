import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ServiceError } from '../kernel/service';

/** A request's path and query. Unlike `URL`, the path is as it was sent: `..` is a legal part of an S3 key. */
export interface Target {
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
}

export function parseTarget(target: string): Target {
  const mark = target.indexOf('?');
  const pathname = mark < 0 ? target : target.slice(0, mark);
  return { pathname, searchParams: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)) };
}

/** An HTTP request with its body still to be read. */
export interface WireRequest {
  readonly method: string;
  readonly url: Target;
  readonly headers: IncomingHttpHeaders;
  /** The body after transfer codings such as aws-chunked are undone. */
  readonly body: Readable;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | Readable;
}

/** One of AWS's protocols, for one service: bytes to operations, and results back to bytes. */
export interface Protocol {
  /** What `X-Amz-Target` begins with, for protocols that use it. */
  readonly target?: string;
  /** Names the operation that a request asks for; `undefined` when the protocol knows none. */
  operation(request: WireRequest, body: () => Promise<Uint8Array>): Promise<string | undefined> | string | undefined;
  /** Reads the input of the operation. Throws {@link ServiceError} for malformed or missing members. */
  input(operation: string, request: WireRequest, body: () => Promise<Uint8Array>): Promise<Record<string, unknown>>;
  output(operation: string, output: Record<string, unknown>, requestId: string): WireResponse;
  error(error: ServiceError, requestId: string): WireResponse;
  /** The error for an unknown access key. @default - `UnrecognizedClientException`, as in JSON protocols */
  unknownKey?(accessKeyId: string): ServiceError;
}
