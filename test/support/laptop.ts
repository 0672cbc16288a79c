import { mkdtempSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Iam } from '../../local/iam/iam';
import type { Kernel } from '../../local/kernel/kernel';
import { LocalKernel } from '../../local/kernel/local-kernel';
import { Ports } from '../../local/kernel/ports';
import type { LocalService, Resource } from '../../local/kernel/service';
import { requireConstraints } from '../../local/wire/constraints';
import { listenH2c } from '../../local/wire/h2c';
import { WireServer } from '../../local/wire/server';

export interface Laptop {
  readonly kernel: Kernel;
  /** For SDK clients: signs as the account's owner, who may do everything. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The endpoint of clients that speak HTTP/2 only. */
  readonly h2cEndpoint: string;
  /** Brings about a template's resource through the service that knows its type. */
  deploy(
    type: string,
    logicalId: string,
    properties: object,
    region?: string,
    /** @default - one of the logical id */
    name?: string,
  ): Promise<{ ref: string; attributes: Readonly<Record<string, unknown>> }>;
  stop(): Promise<void>;
  /** Stops, and starts anew over the same data. Resources have to be deployed again, as at every start. */
  restart(): Promise<Laptop>;
}

/** A service that has pages beside its API. */
interface WithPages {
  openId(...pair: Parameters<RequestListener>): boolean;
}

const region = 'eu-west-1';

/** A few services of the laptop on free loopback ports, without an assembly. */
export async function startLaptop(
  create: (kernel: Kernel) => LocalService[],
  options: { home?: string } = {},
): Promise<Laptop> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'laptop-'));
  const ports = await Ports.bind(0);
  const kernel = new LocalKernel({ home, region, ports });
  const iam = new Iam(kernel);
  const services = [iam.service, ...create(kernel)];
  const bus = services.find((service): service is LocalService & { emit: Kernel['emit'] } => 'emit' in service);
  const wires = kernel.connect({ authority: iam, services, validate: requireConstraints, emit: bus?.emit.bind(bus) });
  const server = new WireServer(wires, {
    accountId: kernel.accountId,
    region,
    now: () => kernel.now(),
    resolve: (accessKeyId) => iam.resolve(accessKeyId),
    dispatch: (call, input) => kernel.dispatch(call, input),
    log: (service, message, fields) => console.error(service, message, fields),
  });
  const listener: RequestListener = (request, response) => void server.handle(request, response);
  const pages = services.find((service): service is LocalService & WithPages => 'openId' in service);
  ports.on('aws', (request, response) => {
    if (!pages?.openId(request, response)) listener(request, response);
  });
  const h2c = await listenH2c(listener);
  for (const service of services) await service.start?.();

  const laptop: Laptop = {
    kernel,
    h2cEndpoint: h2c.address,
    clientConfig: {
      endpoint: kernel.endpoint,
      region,
      credentials: { accessKeyId: 'omnistream', secretAccessKey: 'omnistream' },
    },
    async deploy(type, logicalId, properties, inRegion = region, name = `test-${logicalId.toLowerCase()}`) {
      const provider = services.map((service) => service.resources?.[type]).find((found) => found);
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
    async stop() {
      for (const service of [...services].reverse()) await service.stop?.();
      await h2c.close();
      await ports.close();
    },
    async restart() {
      await laptop.stop();
      return startLaptop(create, { home });
    },
  };
  return laptop;
}
