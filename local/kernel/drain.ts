import type { IncomingMessage, ServerResponse } from 'node:http';

/** The maximum number of bytes that are read of a request after its response: more than any limit of a body here. */
const maxDrainedBytes = 64 * 1024 * 1024;

/**
 * Reads the rest of a request whose response was complete before its body was, so that the connection can serve the next
 * request. An unread body stops the connection for ever: its client waits to send the rest, and the server waits for it. A
 * client that goes on sending for too long loses its connection.
 */
export function drainAfter(request: IncomingMessage, response: ServerResponse): void {
  // Before Node's own listener, which would discard an unread body without any limit.
  response.prependOnceListener('finish', () => {
    if (request.readableEnded || request.destroyed) return;
    let left = maxDrainedBytes;
    request.unpipe();
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) request.socket.destroy();
    });
    request.resume();
    // In this turn, because Node's listener discards the body unless a read has begun.
    request.read(0);
  });
}
