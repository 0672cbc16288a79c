import type { Kernel } from '../../kernel/kernel';
import { inUse, invalid } from './errors';
import type { Groups } from './groups';
import { shortage } from './minima';
import type { RecommenderConfig, RecommenderRecord } from './model';
import { recipeOf } from './recipes';
import { checkName, type Registry } from './registry';
import type { Steps } from './steps';

/** The next state of each state that a recommender leaves by itself. */
const after: Readonly<Record<string, string>> = {
  'CREATE PENDING': 'CREATE IN_PROGRESS',
  'CREATE IN_PROGRESS': 'ACTIVE',
  'START PENDING': 'START IN_PROGRESS',
  'START IN_PROGRESS': 'ACTIVE',
  'STOP PENDING': 'STOP IN_PROGRESS',
  'STOP IN_PROGRESS': 'INACTIVE',
  'DELETE PENDING': 'DELETE IN_PROGRESS',
};

/** Recommenders and their states. States are stored, so that a restart continues an interrupted change. */
export class Recommenders {
  constructor(
    private readonly kernel: Kernel,
    private readonly registry: Registry,
    private readonly groups: Groups,
    private readonly steps: Steps,
  ) {}

  /** Throws `InvalidInputException`, `ResourceNotFoundException`, `ResourceAlreadyExistsException`. */
  create(input: { name: string; groupArn: string; recipeArn: string; config: RecommenderConfig; region: string }) {
    const { name, groupArn, recipeArn, config, region } = input;
    checkName(name);
    const recipe = recipeOf(recipeArn);
    const group = this.registry.groups.get(groupArn);
    if (group.domain !== 'VIDEO_ON_DEMAND') throw invalid(`${groupArn} is not a dataset group of VIDEO_ON_DEMAND`);
    checkConfig(config);
    for (const type of ['Interactions', ...(recipe.needsItems ? ['Items' as const] : [])] as const) {
      if (!this.registry.datasetOf(groupArn, type)) throw invalid(`${groupArn} has no ${type} dataset`);
    }
    const now = this.kernel.now();
    const record = this.registry.recommenders.add({
      arn: this.registry.arn(region, 'recommender', name),
      ...{ name, region, groupArn, recipeArn, config },
      ...{ createdAt: now, updatedAt: now, status: 'CREATE PENDING' },
    });
    this.continue(record.arn);
    return record;
  }

  start(arn: string | undefined): RecommenderRecord {
    return this.change(arn, ['INACTIVE'], 'START PENDING');
  }

  stop(arn: string | undefined): RecommenderRecord {
    return this.change(arn, ['ACTIVE'], 'STOP PENDING');
  }

  delete(arn: string | undefined): RecommenderRecord {
    return this.change(arn, ['ACTIVE', 'INACTIVE', 'CREATE FAILED'], 'DELETE PENDING');
  }

  /** Starts a change of the configuration. The old one is used until it ends. */
  update(arn: string | undefined, config: RecommenderConfig): RecommenderRecord {
    const record = this.registry.recommenders.get(arn);
    checkConfig(config);
    const isUnderWay = record.update && record.update.status !== 'ACTIVE';
    if (!['ACTIVE', 'INACTIVE'].includes(record.status) || isUnderWay)
      throw inUse(`${record.arn} cannot be updated while it is ${isUnderWay ? 'being updated' : record.status}`);
    const now = this.kernel.now();
    const update = { config, status: 'UPDATE PENDING', createdAt: now, updatedAt: now };
    const updated = this.registry.recommenders.put({ ...record, update, updatedAt: now });
    this.continue(record.arn);
    return updated;
  }

  /** Continues the changes of state that the runtime's end interrupted. */
  resume(): void {
    for (const { arn } of this.registry.recommenders.all()) this.continue(arn);
  }

  /** Resolves when the recommender has reached the state that it was changing to. */
  settled(arn: string): Promise<void> {
    return this.steps.done(arn);
  }

  private change(arn: string | undefined, from: readonly string[], to: string): RecommenderRecord {
    const record = this.registry.recommenders.get(arn);
    if (!from.includes(record.status))
      throw inUse(`${record.arn} is ${record.status} and must be ${from.join(' or ')}`);
    const changed = this.registry.recommenders.put({ ...record, status: to, updatedAt: this.kernel.now() });
    this.continue(record.arn);
    return changed;
  }

  private continue(arn: string): void {
    this.steps.run(arn, () => this.step(arn));
  }

  /** Carries out one step. Returns whether there is a further step. */
  private async step(arn: string): Promise<boolean> {
    const store = this.registry.recommenders;
    const record = store.find(arn);
    if (!record) return false;
    const now = () => this.kernel.now();
    if (record.status === 'DELETE IN_PROGRESS') {
      store.delete(arn);
      return false;
    }
    if (record.status === 'CREATE IN_PROGRESS') {
      const failureReason = await this.train(record);
      if (failureReason !== undefined) {
        store.put({ ...record, status: 'CREATE FAILED', failureReason, updatedAt: now() });
        return false;
      }
    }
    const next = after[record.status];
    if (next) {
      store.put({ ...record, status: next, updatedAt: now() });
      return true;
    }
    return this.stepUpdate(record);
  }

  private stepUpdate(record: RecommenderRecord): boolean {
    const { update } = record;
    if (!update || update.status === 'ACTIVE') return false;
    const isLast = update.status === 'UPDATE IN_PROGRESS';
    const changed = { ...update, status: isLast ? 'ACTIVE' : 'UPDATE IN_PROGRESS', updatedAt: this.kernel.now() };
    this.registry.recommenders.put({ ...record, update: changed, ...(isLast && { config: update.config }) });
    return !isLast;
  }

  /** Trains the model. Returns the reason of a failure, or `undefined`. */
  private async train({ arn, groupArn, recipeArn }: RecommenderRecord): Promise<string | undefined> {
    const reason = shortage(this.groups.data(groupArn), recipeOf(recipeArn));
    if (reason !== undefined) return reason;
    try {
      await this.groups.train(groupArn);
      return undefined;
    } catch (error) {
      if (this.steps.hasEnded) throw error;
      this.kernel.log('personalize', `${arn} could not be trained`, { error: (error as Error).stack });
      return 'An internal error occurred.';
    }
  }
}

/** Throws `InvalidInputException`. */
function checkConfig({ minRecommendationRequestsPerSecond: rate = 1, itemExplorationConfig = {} }: RecommenderConfig) {
  if (!(rate >= 1)) throw invalid('minRecommendationRequestsPerSecond must be at least 1');
  const { explorationWeight = '0.3', explorationItemAgeCutOff = '30', ...others } = itemExplorationConfig;
  const [other] = Object.keys(others);
  if (other) throw invalid(`itemExplorationConfig has no ${other}`);
  if (!(Number(explorationWeight) >= 0 && Number(explorationWeight) <= 1))
    throw invalid('explorationWeight must be from 0 to 1');
  if (!(Number(explorationItemAgeCutOff) >= 0)) throw invalid('explorationItemAgeCutOff must be a number of days');
}
