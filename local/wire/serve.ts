import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guarded } from '../kernel/door';
import type { Api, Call } from '../kernel/service';
import { WireServer } from './server';

const secretAccessKey = 'a secret';
export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey };
/** The origin of the page that may use the APIs. */
export const pageOrigin = 'http://127.0.0.1:9';
const root = { kind: 'root', accountId: '000000000000' } as const;

export interface Served {
  readonly endpoint: string;
  readonly clientConfig: { endpoint: string; region: string; credentials: typeof credentials; maxAttempts: number };
  /** What reached an operation, in order. */
  readonly calls: { readonly operation: string; readonly input: unknown; readonly call: Call }[];
  /** The logged messages, as text. */
  readonly logs: string[];
  close(): Promise<void>;
}

/** The wire layer alone, on a free port: what it makes of a request goes to `answer`, by which it replies. */
export async function serve(
  services: readonly Api[],
  answer: (input: Record<string, unknown>, call: Call) => unknown,
  now: () => number = Date.now,
): Promise<Served> {
  const calls: Served['calls'] = [];
  const logs: string[] = [];
  const wire = new WireServer(services, {
    accountId: root.accountId,
    ...{ region: 'eu-west-1', pageOrigin, now },
    resolve: (accessKeyId) =>
      accessKeyId === credentials.accessKeyId ? { secretAccessKey, principal: root } : undefined,
    async dispatch(call, input) {
      calls.push({ operation: call.operation, input, call });
      return answer(input as Record<string, unknown>, call);
    },
    log: (service, message, fields) => logs.push(`${service} ${message} ${JSON.stringify(fields)}`),
  });
  const listener: RequestListener = (request, response) => void wire.handle(request, response);
  const rules = { pageOrigin: () => pageOrigin, names: () => [], isPublic: false };
  const server = createServer(guarded(listener, rules));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    clientConfig: { endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 },
    calls,
    logs,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
