import * as sdk from '@aws-sdk/client-personalize';
import * as eventsSdk from '@aws-sdk/client-personalize-events';
import * as runtimeSdk from '@aws-sdk/client-personalize-runtime';
import type { Parameters } from '../../engines/recommend/parameters';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Filters } from './filters';
import { Groups, type TrainingDelays } from './groups';
import { DataJobs } from './jobs';
import { getRecommendations } from './operations/get-recommendations';
import { jobOperations } from './operations/jobs';
import { putOperations } from './operations/put';
import { recommenderOperations } from './operations/recommenders';
import { resourceOperations } from './operations/resources';
import { eventPermissions, permissions, runtimePermissions } from './permissions';
import { Recommenders } from './recommenders';
import { Registry } from './registry';
import { providers } from './resources';
import { Steps } from './steps';

export interface PersonalizeOptions {
  /** The built `local/engines/recommend/worker.ts`. */
  readonly recommendWorker: string;
  /** Parameters of the recommender that differ from its defaults. */
  readonly parameters?: Partial<Parameters>;
  /** Milliseconds that recommenders and jobs stay in each intermediate state. @default 500 */
  readonly pace?: number;
  /** The delays of trainings of models in use. @default 3 s before, 60 s between */
  readonly rests?: TrainingDelays;
}

/**
 * Personalize's domain dataset groups for VIDEO_ON_DEMAND. A linear model on this machine is trained on users' events
 * in seconds instead of hours. Custom solutions and campaigns, batch jobs, actions and metric attributions are not
 * supported.
 */
export function createPersonalize(
  kernel: Kernel,
  { recommendWorker, parameters = {}, pace = 500, rests = { before: 3_000, between: 60_000 } }: PersonalizeOptions,
): LocalService {
  const registry = new Registry(kernel);
  const filters = new Filters(kernel, registry);
  const groups = new Groups(kernel, registry, recommendWorker, parameters, rests);
  const steps = new Steps(pace, kernel);
  const recommenders = new Recommenders(kernel, registry, groups, steps);
  const jobs = new DataJobs(kernel, registry, groups, steps);
  const means = { kernel, registry, groups, filters, recommenders };
  return {
    wire: [
      {
        id: 'personalize',
        sdk,
        permissions,
        operations: {
          ...recommenderOperations(registry, recommenders),
          ...jobOperations(kernel, registry, jobs),
          ...resourceOperations(kernel, registry, filters),
        },
      },
      {
        id: 'personalize-events',
        signingName: 'personalize',
        sdk: eventsSdk,
        permissions: eventPermissions,
        operations: putOperations(registry, groups),
      },
      {
        id: 'personalize-runtime',
        signingName: 'personalize',
        sdk: runtimeSdk,
        permissions: runtimePermissions,
        operations: { GetRecommendations: getRecommendations(means) },
      },
    ],
    resources: providers(means),
    start() {
      recommenders.resume();
      jobs.resume();
    },
    async stop() {
      steps.stop();
      await groups.stop();
    },
  };
}
