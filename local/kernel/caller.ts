import type { ServerResponse } from 'node:http';
import { ServiceError } from './service';

/** Aborts when a client disconnects before it has its response, so that work for it need not begin. */
export function untilGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new ServiceError('RequestAborted', 'The client has disconnected.', 499));
  });
  return gone.signal;
}
