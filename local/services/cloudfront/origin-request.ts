import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

export interface OriginRequest {
  readonly method: string;
  /** The path, percent-encoded. */
  readonly uri: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body?: Readable;
  /** Aborts when the viewer has left. */
  readonly signal?: AbortSignal;
}

export interface OriginResponse {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Readable;
}
