import type { BuildOptions } from 'esbuild';
import type { Runtime, RuntimeOptions } from './runtime';

export type { FaultPlanInput } from './faults/plan';
export type { EvidenceLine } from './iam/evidence';
export type { Runtime };

/** Deploys a synthesized app to this machine. `port` defaults to any free ports, `log` to none. */
export function startRuntime(
  options: Omit<RuntimeOptions, 'port' | 'log' | 'workers'> & Partial<Pick<RuntimeOptions, 'port' | 'log'>>,
): Promise<Runtime>;

/**
 * Bundles the program of `npm start` and its engines into a folder from which Node finds this package's dependencies, unless
 * the folder has the bundles of the present sources.
 * Returns the path of the program, which takes its options from the environment: `OMNISTREAM_ASSEMBLY`, `PORT`, …
 */
export function buildRuntime(outdir: string): Promise<string>;

/** How a bundle that uses `@omnistream/local/test` outside of Jest is made. */
export declare const bundleOptions: BuildOptions;
