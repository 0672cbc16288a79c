import { rmSync } from 'node:fs';
import type { Parameters } from '../../engines/recommend/parameters';
import { Trainer } from '../../engines/recommend/trainer';
import type { Kernel } from '../../kernel/kernel';
import { folderOf, GroupData } from './group-data';
import type { GroupRecord } from './model';
import type { Registry } from './registry';

/** In milliseconds. */
export interface TrainingDelays {
  /** From a change to the training that includes it. */
  readonly before: number;
  /** From the start of one training to that of the next. */
  readonly between: number;
}

/** The data of all dataset groups, which is loaded on first use, and the training of their models. */
export class Groups {
  readonly trainer: Trainer;
  private readonly open = new Map<string, GroupData>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly trainedAt = new Map<string, number>();
  private isStopped = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly registry: Registry,
    workerPath: string,
    private readonly parameters: Partial<Parameters>,
    private readonly rests: TrainingDelays,
  ) {
    this.trainer = new Trainer(workerPath);
  }

  /** Throws `ResourceNotFoundException`. */
  data(groupArn: string): GroupData {
    const group = this.registry.groups.get(groupArn);
    let data = this.open.get(groupArn);
    if (!data) {
      data = new GroupData(this.kernel, group, this.parameters);
      this.open.set(groupArn, data);
    }
    return data;
  }

  /** Removes a group with its data and its model. */
  remove(group: GroupRecord): void {
    this.open.delete(group.arn);
    rmSync(folderOf(this.kernel, group), { recursive: true, force: true });
  }

  async train(groupArn: string): Promise<void> {
    this.trainedAt.set(groupArn, Date.now());
    await this.data(groupArn).train(this.trainer);
  }

  /** Schedules a training if a model is in use and there is enough new data. */
  changed(groupArn: string): void {
    if (this.timers.has(groupArn) || this.isStopped) return;
    const isUsed = this.registry.recommenders.all().some((one) => one.groupArn === groupArn && one.status === 'ACTIVE');
    if (!isUsed || !this.data(groupArn).isStale) return;
    const { before, between } = this.rests;
    const rest = Math.max(before, (this.trainedAt.get(groupArn) ?? 0) + between - Date.now());
    const timer = setTimeout(() => {
      this.timers.delete(groupArn);
      this.train(groupArn).catch((error: Error) => {
        if (!this.isStopped) this.kernel.log('personalize', 'a training failed', { error: error.message });
      });
    }, rest);
    this.timers.set(groupArn, timer.unref());
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await this.trainer.close();
  }
}
