import type { Kernel } from '../../kernel/kernel';
import { readTables } from './csv-files';
import { readDeletionList } from './deletion-list';
import type { Groups } from './groups';
import type { InteractionRecord } from './interactions';
import type { DeletionRecord, ImportRecord } from './model';
import type { Registry, ResourceStore } from './registry';
import { recordsOf } from './schema';
import type { Steps } from './steps';

interface Job {
  readonly arn: string;
  readonly region: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly status: string;
  readonly failureReason?: string;
}

/** Import and deletion jobs. After a restart, a job in progress runs again from its beginning, which does no harm. */
export class DataJobs {
  constructor(
    private readonly kernel: Kernel,
    private readonly registry: Registry,
    private readonly groups: Groups,
    private readonly steps: Steps,
  ) {}

  addImport(job: ImportRecord): void {
    this.registry.imports.add(job);
    this.runImport(job.arn);
  }

  addDeletion(job: DeletionRecord): void {
    this.registry.deletions.add(job);
    this.runDeletion(job.arn);
  }

  resume(): void {
    for (const { arn } of this.registry.imports.all()) this.runImport(arn);
    for (const { arn } of this.registry.deletions.all()) this.runDeletion(arn);
  }

  private runImport(arn: string): void {
    this.steps.run(arn, () => this.step(this.registry.imports, arn, (job) => this.import(job), 'ACTIVE'));
  }

  private runDeletion(arn: string): void {
    this.steps.run(arn, () => this.step(this.registry.deletions, arn, (job) => this.delete(job), 'COMPLETED'));
  }

  private async step<T extends Job>(
    store: ResourceStore<T>,
    arn: string,
    work: (job: T) => Promise<Partial<T>>,
    end: string,
  ): Promise<boolean> {
    const job = store.get(arn);
    const [pending, underWay, failed] =
      end === 'ACTIVE'
        ? ['CREATE PENDING', 'CREATE IN_PROGRESS', 'CREATE FAILED']
        : ['PENDING', 'IN_PROGRESS', 'FAILED'];
    const put = (change: object) => store.put({ ...job, ...change, updatedAt: this.kernel.now() });
    if (job.status === pending) {
      put({ status: underWay });
      return true;
    }
    if (job.status !== underWay) return false;
    try {
      put({ ...(await work(job)), status: end });
    } catch (error) {
      if (this.steps.hasEnded) throw error;
      put({ status: failed, failureReason: (error as Error).message });
    }
    return false;
  }

  private async import(job: ImportRecord): Promise<Partial<ImportRecord>> {
    const dataset = this.registry.dataset(job.datasetArn);
    const tables = await readTables(this.kernel, job);
    const records = tables.flatMap((table) => recordsOf(table, dataset.fields));
    const data = this.groups.data(dataset.groupArn);
    if (dataset.type === 'Interactions') data.interactions.import(records.map(interactionOf), job.mode);
    else {
      const id = dataset.type === 'Items' ? 'ITEM_ID' : 'USER_ID';
      const entries = records.map(({ [id]: key, ...value }) => ({ id: String(key), value }));
      if (dataset.type === 'Users') {
        if (job.mode === 'FULL') data.users.replace(entries);
        else data.users.put(entries);
      } else if (job.mode === 'FULL') data.replaceItems(entries);
      else data.putItems(entries);
    }
    this.groups.changed(dataset.groupArn);
    return {};
  }

  private async delete(job: DeletionRecord): Promise<Partial<DeletionRecord>> {
    const users = await readDeletionList(this.kernel, job);
    const data = this.groups.data(job.groupArn);
    data.deleteUsers(users);
    // The model still contains what it learned from the deleted users.
    const isUsed = this.registry.recommenders.all().some(({ groupArn }) => groupArn === job.groupArn);
    if (isUsed) await this.groups.train(job.groupArn);
    else data.forgetModel();
    return { numDeleted: users.size };
  }
}

function interactionOf(record: Record<string, unknown>): InteractionRecord {
  const { USER_ID, ITEM_ID, EVENT_TYPE, TIMESTAMP, EVENT_VALUE } = record;
  return {
    user: String(USER_ID),
    item: String(ITEM_ID),
    type: String(EVENT_TYPE),
    at: Number(TIMESTAMP),
    ...(typeof EVENT_VALUE === 'number' && { value: EVENT_VALUE }),
  };
}
