import { join } from 'node:path';
import { localAddresses } from './assembly/addresses';
import { CustomResources } from './assembly/custom-resource';
import { Deployment } from './assembly/deployment';
import { loadAssembly } from './assembly/load';
import { type Composition, compose } from './compose';
import type { FaultPlanInput } from './faults/plan';
import { Evidence } from './iam/evidence';
import { ownerFile } from './iam/owner-keys';
import type { Kernel } from './kernel/kernel';
import { createServices, type Services, type Workers } from './services';
import { createCloudFormation } from './services/cloudformation';

export interface RuntimeOptions {
  /** The synthesized app. */
  readonly assembly: string;
  /** The folder of all data. */
  readonly home: string;
  /** The web address's port; the AWS APIs and the HTTP API have the next two. Any free ports for 0. */
  readonly port: number;
  readonly log: Kernel['log'];
  /** A file to which is appended which statements of the templates allow calls. @default - nothing is recorded */
  readonly evidence?: string;
  /** A plan of faults, which begins when everything is deployed. @default - no faults */
  readonly faults?: FaultPlanInput;
  readonly workers: Workers;
  /** The time as services see it, in milliseconds since 1970. @default - the real time */
  readonly now?: () => number;
  /** Called with each step of the start, as it begins. */
  readonly onStep?: (step: string) => void;
}

/** An AWS account on this machine, with one app deployed to it. */
export interface Runtime
  extends Pick<Composition, 'kernel' | 'iam' | 'owner' | 'addresses' | 'faults' | 'sweep' | 'stop'> {
  readonly deployment: Deployment;
  readonly ensureUser: Services['ensureUser'];
}

/** The region that most stacks name: what a call without a region means. */
function mainRegion(regions: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const region of regions) counts.set(region, (counts.get(region) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (!most) throw new Error('The assembly has no stacks');
  return most[0];
}

/** Deploys an assembly to this machine and continues what an earlier process left. Throws errors that say what to do. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { home, port, log, workers, onStep, evidence, faults, now } = options;
  onStep?.('reading the assembly');
  const assembly = loadAssembly(options.assembly);
  let ensureUser: Services['ensureUser'] | undefined;
  const composition = await compose({
    ...{ home: join(home, 'data'), ownerFile: join(home, ownerFile), port, log },
    region: mainRegion(assembly.stacks.map((stack) => stack.region)),
    ...{ faults, now },
    ...(evidence && { evidence: new Evidence(evidence, options.assembly) }),
    create(kernel, { http2 }) {
      const all = createServices(kernel, { assembly, workers, http2Endpoint: http2 });
      ensureUser = all.ensureUser;
      const cloudFormation = createCloudFormation(kernel, () => deployment.all());
      return [...all.services, cloudFormation, new CustomResources(kernel)];
    },
  });
  const { kernel, iam, owner, addresses, providers } = composition;
  const deployment = new Deployment({ kernel, assembly, providers, localize: localAddresses(addresses) });
  try {
    onStep?.(`deploying ${assembly.stacks.length} stacks to this machine`);
    await deployment.deploy();
    onStep?.('starting the services');
    await composition.start();
  } catch (error) {
    await composition.stop();
    throw error;
  }
  const { sweep, stop } = composition;
  const runtime = { kernel, deployment, iam, owner, addresses, faults: composition.faults, sweep, stop };
  return { ...runtime, ensureUser: ensureUser as Services['ensureUser'] };
}
