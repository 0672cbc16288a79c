import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import { dropTable } from './definition';
import type { Engine } from './engine';
import type { Restores } from './restores';
import type { Table, Tables } from './tables';

type Where = Pick<Table, 'region' | 'name'>;

const keyOf = ({ region, name }: Where) => `${region}/${name}`;

/** Tables that were deleted although their stacks still have them. They stay away until they are restored. */
export class Dropped {
  private readonly store: Store<Where>;

  constructor(kernel: Kernel) {
    this.store = kernel.store<Where>('dynamodb', 'dropped');
  }

  has(table: Where): boolean {
    return this.store.get(keyOf(table)) !== undefined;
  }

  add({ region, name }: Where): void {
    this.store.put(keyOf({ region, name }), { region, name });
  }

  forget(table: Where): void {
    this.store.delete(keyOf(table));
  }
}

/** Returns the removal of a table in one region, and of the data if that was the last one. */
export function dropper(parts: { engine: Engine; tables: Tables; restores: Restores; dropped: Dropped }) {
  const { engine, tables, restores, dropped } = parts;
  return async (table: Table): Promise<void> => {
    const { engineName } = table;
    if (restores.has(table)) restores.forget(table);
    else dropped.add(table);
    tables.remove(table);
    if (tables.all().some((other) => other.engineName === engineName)) return;
    engine.changes.unwatch(engineName);
    await engine.write(async (unit, store) => {
      await engine.history.end(engineName, unit, store);
      await dropTable(engineName, unit, store);
    });
  };
}
