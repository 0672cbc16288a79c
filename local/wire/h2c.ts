import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface H2cServer {
  /** `http://127.0.0.1:{port}` */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * HTTP/2 without TLS on a loopback port, for SDK clients that speak nothing else, such as Polly's. The listener is one
 * for HTTP/1: Node's compatible requests and answers are made to look the same.
 * @param port any free one when 0. Throws `EADDRINUSE`.
 */
export async function listenH2c(listener: RequestListener, port = 0): Promise<H2cServer> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer((request, response) => {
    // HTTP/1's name for it; signatures may be over either.
    request.headers.host ??= request.headers[':authority'];
    listener(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
    // A client may disconnect at any time; the server need not report that.
    session.on('error', () => {});
  });
  server.on('stream', (stream) => stream.on('error', () => {}));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${bound}`,
    async close() {
      const closed = new Promise((done) => server.close(done));
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}
