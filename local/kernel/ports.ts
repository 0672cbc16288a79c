import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { admitting, maxInFlight, type Refuse, refuseAsApi, refuseAsEdge, refuseAsService } from './admission';
import { type DoorRules, guarded } from './door';

const host = '127.0.0.1';
const names = ['web', 'aws', 'api'] as const;
export type PortName = (typeof names)[number];

/** How each port refuses requests above its limit. */
const refusals: Readonly<Record<PortName, Refuse>> = { web: refuseAsEdge, aws: refuseAsService, api: refuseAsApi };

/**
 * The runtime's loopback ports. All are bound before anything is deployed, so that templates can name their
 * addresses; a request that comes before its listener is answered by 503. Web pages of others are refused ({@link guarded}).
 */
export class Ports {
  private readonly listeners = new Map<PortName, RequestListener>();
  private readonly servers = new Map<PortName, Server>();
  private readonly hostNames: Readonly<Record<PortName, Set<string>>> = {
    ...{ web: new Set(), aws: new Set(), api: new Set() },
  };

  private constructor() {}

  /** Binds `base`, `base + 1` and `base + 2`; any free ports when `base` is 0. Throws `EADDRINUSE` with the port. */
  static async bind(base: number): Promise<Ports> {
    const ports = new Ports();
    try {
      for (const [index, name] of names.entries()) await ports.open(name, base === 0 ? 0 : base + index);
    } catch (error) {
      await ports.close();
      throw error;
    }
    return ports;
  }

  /** `hostNames`: names in addition to the loopback ones by which clients address the listener. */
  on(name: PortName, listener: RequestListener, hostNames: readonly string[] = []): void {
    this.listeners.set(name, listener);
    for (const hostName of hostNames) this.hostNames[name].add(hostName);
  }

  /** The rules of a port; see {@link guarded}. */
  rules(name: PortName): DoorRules {
    return {
      pageOrigin: () => this.address('web'),
      names: () => this.hostNames[name],
      isPublic: name !== 'aws',
    };
  }

  address(name: PortName): string {
    const server = this.servers.get(name) as Server;
    const { port } = server.address() as AddressInfo;
    return `http://${host}:${port}`;
  }

  async close(): Promise<void> {
    for (const server of this.servers.values()) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }

  private async open(name: PortName, port: number): Promise<void> {
    const handle: RequestListener = (request, response) => {
      const listener = this.listeners.get(name);
      if (listener) listener(request, response);
      else response.writeHead(503, { 'retry-after': '1' }).end('starting');
    };
    const server = createServer(guarded(admitting(handle, refusals[name], maxInFlight[name]), this.rules(name)));
    // Uploads of large parts over slow disks outlast Node's default of five minutes.
    server.requestTimeout = 0;
    // Longer than clients keep a connection, or are busy with something else while they keep it: otherwise a client writes
    // into a connection that is being closed.
    server.keepAliveTimeout = 600_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    this.servers.set(name, server);
  }
}
