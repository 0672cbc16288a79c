import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { PlannedFaults } from './faults/faults';
import { type FaultPlanInput, parsePlan } from './faults/plan';
import type { Evidence } from './iam/evidence';
import { Iam } from './iam/iam';
import { type OwnerKeys, openOwnerKeys, ownerFile } from './iam/owner-keys';
import { guarded } from './kernel/door';
import type { Kernel } from './kernel/kernel';
import { LocalKernel } from './kernel/local-kernel';
import { Ports } from './kernel/ports';
import type { LocalService, ResourceProvider } from './kernel/service';
import { Sweeps } from './kernel/sweeps';
import { requireConstraints } from './wire/constraints';
import { listenH2c } from './wire/h2c';
import { WireServer } from './wire/server';

/** Makes the services, in the order in which they start; they stop in reverse. */
type CreateServices = (kernel: Kernel, addresses: { readonly http2: string }) => readonly LocalService[];

export interface ComposeOptions {
  /** The folder of all data. */
  readonly home: string;
  /** The region of a call that names none. */
  readonly region: string;
  /** The web address's port; the AWS APIs and the HTTP API have the next two. Any free ports for 0. */
  readonly port: number;
  /** @default - nothing is logged */
  readonly log?: Kernel['log'];
  /** The log of calls that failed by an error of this runtime. @default - `log` */
  readonly logFailures?: Kernel['log'];
  readonly evidence?: Evidence;
  /** The AWS configuration file with the keys of the account's owner. @default - `aws-config` in the folder of all data */
  readonly ownerFile?: string;
  /** The time as services see it. @default - the real time */
  readonly now?: () => number;
  /** A plan of faults, which begins with {@link Composition.start}. @default - no faults */
  readonly faults?: FaultPlanInput;
  readonly create: CreateServices;
}

/** Services with a kernel, IAM, and ports that take their calls. */
export interface Composition {
  readonly kernel: Kernel;
  readonly iam: Iam;
  /** The keys of the account's owner, and the file in which tools find them. */
  readonly owner: OwnerKeys & { readonly file: string };
  /** By the type of the template's resource. */
  readonly providers: Readonly<Record<string, ResourceProvider>>;
  /** `http://127.0.0.1:…` of the distribution, the HTTP API and the AWS APIs. */
  readonly addresses: { readonly web: string; readonly api: string; readonly aws: string };
  /** The AWS APIs over HTTP/2 without TLS, for clients that speak nothing else. */
  readonly http2Address: string;
  /** By the plan of faults, if there is one. */
  readonly faults?: PlannedFaults;
  /** Starts the services, once everything is deployed. */
  start(): Promise<void>;
  /** Removes what has passed its retention at the present time of {@link ComposeOptions.now}. It also happens hourly. */
  sweep(): Promise<void>;
  /**
   * Stops the services in reverse order and closes the ports. A service that does not stop in time is left as it is: what it
   * has accepted is on disk, and the next start continues it.
   */
  stop(): Promise<void>;
}

/** Milliseconds within which each service has to stop. */
const stopLimit = 4000;

/** The service's stop, or the end of its time. Throws what the service throws. */
async function stopInTime(service: Pick<LocalService, 'stop' | 'wire'> | Sweeps, log: Kernel['log']): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), stopLimit);
  });
  const name = service instanceof Sweeps ? 'the sweep' : ([service.wire ?? []].flat()[0]?.id ?? 'a service');
  try {
    if ((await Promise.race([service.stop?.(), late])) === 'late') log('runtime', `${name} did not stop in time`);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Puts services together with IAM and the wire. The runtime and the tests of single services are both made by this. Throws
 * `FaultPlanError`.
 */
export async function compose(options: ComposeOptions): Promise<Composition> {
  const { home, region, port, log, logFailures, evidence, now, create } = options;
  const plan = options.faults && parsePlan(options.faults);
  const ports = await Ports.bind(port);
  const onApiCall: RequestListener = (request, response) => void server.handle(request, response);
  const http2 = await listenH2c(guarded(onApiCall, ports.rules('aws')));
  const kernel = new LocalKernel({ home, region, ports, log, now });
  const { ownerFile: file = join(home, ownerFile) } = options;
  const keys = openOwnerKeys(file, { endpoint: kernel.endpoint, region });
  const iam = new Iam(kernel, evidence, keys);
  const services = [iam.service, ...create(kernel, { http2: http2.address })];
  const bus = services.find((service) => service.emit);
  const meter = services.find((service) => service.measure);
  const apis = services.flatMap((service) => service.wire ?? []);
  const sweeps = new Sweeps(services, kernel.log);
  let faults: PlannedFaults | undefined;
  try {
    faults = plan && new PlannedFaults(plan, apis, kernel.log);
  } catch (error) {
    await http2.close();
    await ports.close();
    throw error;
  }
  const server = new WireServer(
    kernel.connect({
      authority: iam,
      services,
      validate: requireConstraints,
      emit: async (region, event) => bus?.emit?.(region, event),
      measure: (measured) => meter?.measure?.(measured),
      faults,
    }),
    {
      accountId: kernel.accountId,
      region,
      pageOrigin: ports.address('web'),
      // Clients sign with the real time.
      now: () => Date.now(),
      resolve: (accessKeyId) => iam.resolve(accessKeyId),
      dispatch: (call, input) => kernel.dispatch(call, input),
      log: logFailures ?? kernel.log,
    },
  );
  const onRequest: RequestListener = (request, response) => {
    if (!services.some((service) => service.handle?.(request, response))) onApiCall(request, response);
  };
  const hostNames = services.flatMap((service) => service.hostNames ?? []);
  ports.on('aws', onRequest, hostNames);
  return {
    kernel,
    iam,
    owner: { ...keys, file },
    providers: Object.assign({}, ...services.map((service) => service.resources ?? {})),
    addresses: { web: ports.address('web'), api: ports.address('api'), aws: ports.address('aws') },
    http2Address: http2.address,
    faults,
    async start() {
      faults?.arm();
      for (const service of services) await service.start?.();
      await sweeps.start();
    },
    sweep: () => sweeps.run(),
    async stop() {
      faults?.stop();
      await stopInTime(sweeps, kernel.log);
      for (const service of [...services].reverse()) await stopInTime(service, kernel.log);
      await http2.close();
      await ports.close();
    },
  };
}
