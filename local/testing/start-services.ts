import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../compose';
import type { FaultPlanInput } from '../faults/plan';
import type { Kernel } from '../kernel/kernel';
import type { LocalService, Resource } from '../kernel/service';

export interface Laptop {
  readonly kernel: Kernel;
  /** The folder of all data. */
  readonly home: string;
  /** For SDK clients: signs as the account's owner, who may do everything. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The endpoint of clients that speak HTTP/2 only. */
  readonly h2cEndpoint: string;
  /** Deploys a resource of a template through the service that knows its type. */
  deploy(
    type: string,
    logicalId: string,
    properties: object,
    region?: string,
    /** @default - one of the logical id */
    name?: string,
  ): Promise<{ ref: string; attributes: Readonly<Record<string, unknown>> }>;
  stop(): Promise<void>;
  /**
   * Moves the time that services see by so many days, and lets them delete data that has passed its retention by then. Clients
   * go on to sign with the real time.
   */
  later(days: number): Promise<void>;
  /** Stops, and starts again on the same data. Resources have to be deployed again, as at every start. */
  restart(): Promise<Laptop>;
}

const region = 'eu-west-1';

/** Starts chosen services on free loopback ports, without an assembly. `home` defaults to a new temporary folder. */
export async function startLaptop(
  create: (kernel: Kernel) => LocalService[],
  options: { home?: string; now?: () => number; faults?: FaultPlanInput; log?: Kernel['log'] } = {},
): Promise<Laptop> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'laptop-'));
  const { faults, log, now: base = Date.now } = options;
  let ahead = 0;
  const now = () => base() + ahead;
  const { kernel, owner, providers, http2Address, start, sweep, stop } = await compose({
    ...{ home, region, port: 0, create, now, faults, log },
    logFailures: console.error,
  });
  await start();
  return {
    kernel,
    home,
    h2cEndpoint: http2Address,
    clientConfig: {
      endpoint: kernel.endpoint,
      region,
      credentials: { accessKeyId: owner.accessKeyId, secretAccessKey: owner.secretAccessKey },
    },
    async deploy(type, logicalId, properties, inRegion = region, name = `test-${logicalId.toLowerCase()}`) {
      const provider = providers[type];
      if (!provider) throw new Error(`no service knows ${type}`);
      const resource: Resource = {
        type,
        logicalId,
        stackName: 'Test',
        region: inRegion,
        accountId: kernel.accountId,
        name,
        properties,
        metadata: {},
      };
      const { ref, attributes } = provider.identify(resource);
      const added = await provider.deploy?.(resource);
      return { ref, attributes: { ...attributes, ...added } };
    },
    stop,
    async later(days) {
      ahead += days * 86_400_000;
      await sweep();
    },
    async restart() {
      await stop();
      return startLaptop(create, { ...options, home, now });
    },
  };
}
