import { dropTable } from './definition';
import type { Dropped } from './dropped';
import type { Engine } from './engine';
import type { Restores } from './restores';
import type { Table, Tables } from './tables';

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
