import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import type { Backups } from './backups';
import { defineTable, fillTable } from './definition';
import type { Dropped } from './dropped';
import type { Engine } from './engine';
import { backupName } from './layout';
import type { Table, Tables } from './tables';

/** The source of a restore: a table's past, by the engine's name, or a backup. */
export type RestoreSource = { readonly engineName: string; readonly at: number } | { readonly backupArn: string };

interface Record {
  readonly table: Table;
  readonly source: RestoreSource;
}

/** Tables that were restored, and are in no template. They exist until they are deleted by DeleteTable. */
export class Restores {
  private readonly store: Store<Record>;
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly kernel: Kernel,
    private readonly engine: Engine,
    private readonly tables: Tables,
    private readonly backups: Backups,
    private readonly dropped: Dropped,
  ) {
    this.store = kernel.store<Record>('dynamodb', 'restored');
    for (const [, { table }] of this.store.entries()) tables.put(table);
  }

  /** Creates a table and fills it in the background. */
  begin(table: Table, source: RestoreSource): void {
    this.dropped.forget(table);
    const creating: Table = { ...table, status: 'CREATING' };
    this.store.put(keyOf(table), { table: creating, source });
    this.tables.put(creating);
    this.run(creating, source);
  }

  has(table: Pick<Table, 'region' | 'name'>): boolean {
    return this.store.get(keyOf(table)) !== undefined;
  }

  /** To be called when a restored table is deleted, or when a template has one of its name. */
  forget(table: Pick<Table, 'region' | 'name'>): void {
    this.store.delete(keyOf(table));
  }

  /** Continues the restores that were interrupted. */
  resume(): void {
    for (const [, { table, source }] of this.store.entries()) if (table.status === 'CREATING') this.run(table, source);
  }

  async stop(): Promise<void> {
    await Promise.all(this.running);
  }

  private run(table: Table, source: RestoreSource): void {
    const release = 'at' in source ? this.engine.history.hold(source.engineName, source.at) : () => {};
    const work = this.fill(table, source)
      .catch((error: Error) => {
        this.kernel.log('dynamodb', 'a table could not be restored', { table: table.name, error: error.message });
      })
      .finally(() => {
        release();
        this.running.delete(work);
      });
    this.running.add(work);
  }

  private async fill(table: Table, source: RestoreSource): Promise<void> {
    const { engine } = this;
    await engine.write(async (unit, store) => {
      await defineTable(table.engineName, table.definition, unit, store);
      const items =
        'backupArn' in source
          ? await engine.itemsOf(backupName(this.backups.get(source.backupArn).id))
          : await engine.history.itemsAt(source.engineName, source.at, store);
      fillTable(table.engineName, table.definition, items, unit);
    });
    const { status: _creating, ...active } = table;
    this.store.put(keyOf(table), { table: active, source });
    this.tables.put(active);
  }
}

const keyOf = ({ region, name }: Pick<Table, 'region' | 'name'>) => `${region}/${name}`;
