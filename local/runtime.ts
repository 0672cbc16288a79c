import { join } from 'node:path';
import { localAddresses } from './assembly/addresses';
import { CustomResources } from './assembly/custom-resource';
import { Deployment } from './assembly/deployment';
import { loadAssembly } from './assembly/load';
import { Evidence } from './iam/evidence';
import { Iam } from './iam/iam';
import type { Kernel } from './kernel/kernel';
import { LocalKernel } from './kernel/local-kernel';
import { Ports } from './kernel/ports';
import type { LocalService } from './kernel/service';
import { createServices, type Services, type Workers } from './services';
import { createCloudFormation } from './services/cloudformation';
import { requireConstraints } from './wire/constraints';
import { listenH2c } from './wire/h2c';
import { WireServer } from './wire/server';

export interface RuntimeOptions {
  /** The synthesized app. */
  readonly assembly: string;
  /** Where all data lives. */
  readonly home: string;
  /** The web address's port; the AWS APIs and the HTTP API have the next two. Any free ports for 0. */
  readonly port: number;
  readonly log: Kernel['log'];
  /** A file to which is appended which statements of the templates allow calls. @default - nothing is recorded */
  readonly evidence?: string;
  readonly workers: Workers;
  /** Called with each step of the start, as it begins. */
  readonly onStep?: (step: string) => void;
}

/** An AWS account on this machine, with one app deployed to it. */
export interface Runtime {
  readonly kernel: Kernel;
  readonly deployment: Deployment;
  readonly iam: Iam;
  readonly ensureUser: Services['ensureUser'];
  /** `http://127.0.0.1:…` of the distribution, the HTTP API and the AWS APIs. */
  readonly addresses: { readonly web: string; readonly api: string; readonly aws: string };
  stop(): Promise<void>;
}

/** The region that most stacks name: what a call without a region means. */
function mainRegion(regions: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const region of regions) counts.set(region, (counts.get(region) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (!most) throw new Error('The assembly has no stacks');
  return most[0];
}

/** Loads the assembly, brings it about, and takes up what was under way. Throws errors that tell what to do. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { home, port, log, workers, onStep } = options;
  onStep?.('reading the assembly');
  const assembly = loadAssembly(options.assembly);
  const ports = await Ports.bind(port);
  const region = mainRegion(assembly.stacks.map((stack) => stack.region));
  const http2 = await listenH2c((request, response) => void server.handle(request, response));
  const kernel = new LocalKernel({ home: join(home, 'data'), region, ports, log });
  const iam = new Iam(kernel, options.evidence ? new Evidence(options.evidence, options.assembly) : undefined);
  const customResources = new CustomResources(kernel);
  const { services, emit, ensureUser, handleOpenId } = createServices(kernel, {
    assembly,
    workers,
    http2Endpoint: http2.address,
  });
  const cloudFormation = createCloudFormation(kernel, () => deployment.all());
  const all: readonly LocalService[] = [iam.service, ...services, cloudFormation];

  const server = new WireServer(kernel.connect({ authority: iam, services: all, validate: requireConstraints, emit }), {
    accountId: kernel.accountId,
    region,
    now: () => kernel.now(),
    resolve: (accessKeyId) => iam.resolve(accessKeyId),
    dispatch: (call, input) => kernel.dispatch(call, input),
    log,
  });
  ports.on('aws', (request, response) => {
    if (handleOpenId(request, response) || customResources.handle(request, response)) return;
    void server.handle(request, response);
  });

  const addresses = { web: ports.address('web'), api: ports.address('api'), aws: ports.address('aws') };
  const deployment = new Deployment({
    kernel,
    assembly,
    providers: Object.assign({ Custom: customResources.provider }, ...all.map((service) => service.resources ?? {})),
    localize: localAddresses(addresses),
  });

  const stop = async () => {
    for (const service of [...all].reverse()) await service.stop?.();
    await http2.close();
    await ports.close();
  };
  try {
    onStep?.(`deploying ${assembly.stacks.length} stacks to this machine`);
    await deployment.deploy();
    onStep?.('starting the services');
    for (const service of all) await service.start?.();
  } catch (error) {
    await stop();
    throw error;
  }
  return { kernel, deployment, iam, ensureUser, addresses, stop };
}
