import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../../engines/recommend/model-file';
import type { Parameters } from '../../engines/recommend/parameters';
import { Recommender } from '../../engines/recommend/recommender';
import type { Trainer } from '../../engines/recommend/trainer';
import type { Kernel } from '../../kernel/kernel';
import type { Row } from './filter/evaluate';
import { type InteractionRecord, Interactions } from './interactions';
import { KeyedLog } from './log-file';
import type { GroupRecord } from './model';

interface Entry {
  readonly id: string;
  readonly value: Row;
}

/** The number of events per user and type that AWS's filters use. They ignore users without events for three months. */
const maxFilterEvents = 100;
const filterEventSeconds = 90 * 86_400;

export const folderOf = (kernel: Kernel, { region, name }: GroupRecord) =>
  join(kernel.folder('personalize'), 'data', region, name);

/** The stored data of one dataset group, and its recommender. */
export class GroupData {
  readonly interactions: Interactions;
  readonly items: KeyedLog<Row>;
  readonly users: KeyedLog<Row>;
  private engine = new Recommender();
  private readonly modelFile: string;
  /** The number of interactions and items that the current model was not trained on. */
  private changes = 0;

  constructor(kernel: Kernel, group: GroupRecord, parameters: Partial<Parameters>) {
    const { arn } = group;
    const folder = folderOf(kernel, group);
    this.modelFile = join(folder, 'model.bin');
    this.items = new KeyedLog(join(folder, 'items.jsonl'));
    this.users = new KeyedLog(join(folder, 'users.jsonl'));
    let model = readModel(this.modelFile);
    this.interactions = new Interactions(folder, kernel.store('personalize', 'imports-in-force'), arn, {
      reset: () => {
        const current = this.engine.currentModel ?? model;
        model = undefined;
        this.engine = new Recommender(parameters);
        if (current) this.engine.use(current);
        for (const [id, row] of this.items.all()) this.describe(id, row);
        this.changes = 0;
      },
      add: (user, { item, at, type, value }: InteractionRecord) => {
        this.changes++;
        this.engine.add({ user, item, at: at * 1000, type, ...(value !== undefined && { value }) });
      },
    });
    this.interactions.load();
    if (this.engine.currentModel) this.changes = 0;
  }

  get recommender(): Recommender {
    return this.engine;
  }

  /** Whether there is enough new data for another training. */
  get isStale(): boolean {
    return this.changes >= Math.max(20, 0.02 * this.interactions.counts().total);
  }

  putItems(items: readonly Entry[]): void {
    this.items.put(items);
    for (const { id, value } of items) this.describe(id, value);
  }

  replaceItems(items: readonly Entry[]): void {
    this.items.replace(items);
    this.interactions.load();
  }

  deleteUsers(ids: ReadonlySet<string>): void {
    this.users.delete(ids);
    this.interactions.deleteUsers(ids);
  }

  async train(trainer: Trainer): Promise<void> {
    let changes = 0;
    const model = await trainer.train(() => {
      const { lambda, ...set } = this.engine.trainingSet();
      changes = this.changes;
      return { set, lambda, file: this.modelFile };
    });
    this.engine.use(model);
    this.changes = Math.max(0, this.changes - changes);
  }

  /** Removes the trained model, which the next recommender trains again. */
  forgetModel(): void {
    rmSync(this.modelFile, { force: true });
    this.engine.use({ items: [], weights: new Float32Array() });
  }

  /** Returns the types of the user's events with each item that filters use; `now` is in milliseconds since 1970. */
  eventsOf(user: string, now: number): (item: string) => ReadonlySet<string> {
    const seen = [...this.interactions.of(user)].sort((a, b) => b.at - a.at);
    const types = new Map<string, Set<string>>();
    const counts = new Map<string, number>();
    const isAway = (seen[0]?.at ?? 0) < now / 1000 - filterEventSeconds;
    for (const { item, type } of isAway ? [] : seen) {
      const count = counts.get(type) ?? 0;
      if (count >= maxFilterEvents) continue;
      counts.set(type, count + 1);
      types.set(item, (types.get(item) ?? new Set()).add(type));
    }
    const none: ReadonlySet<string> = new Set();
    return (item) => types.get(item) ?? none;
  }

  private describe(id: string, { GENRES, CREATION_TIMESTAMP }: Row): void {
    this.engine.describe(id, {
      labels: typeof GENRES === 'string' ? GENRES.split('|').filter(Boolean) : [],
      ...(typeof CREATION_TIMESTAMP === 'number' && { createdAt: CREATION_TIMESTAMP * 1000 }),
    });
  }
}
