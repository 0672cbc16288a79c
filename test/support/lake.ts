import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { trinoMacros } from '@omnistream/local/test';
import { type Columns, catalogueColumns, type HiveType, interactionColumns } from '../../lib/constructs/lake/columns';
import { edgeRequestColumns } from '../../lib/constructs/lake/edge-fields';
import { views } from '../../lib/constructs/lake/views';

export type Row = Readonly<Record<string, unknown>>;

export const duckTypes: Readonly<Record<HiveType, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
  'array<string>': 'VARCHAR[]',
};

const tables: Readonly<Record<string, Columns>> = {
  interactions: { ...interactionColumns, day: 'string', event: 'string' },
  catalogue: catalogueColumns,
  edge_requests: { ...edgeRequestColumns, day: 'string' },
};

/** The lake's tables with these rows, and its views, in DuckDB. */
export async function openLake(rows: Readonly<Record<string, readonly Row[]>>) {
  const connection = await (await DuckDBInstance.create(':memory:', { autoload_known_extensions: 'false' })).connect();
  for (const statement of trinoMacros) await connection.run(statement);
  const folder = mkdtempSync(join(tmpdir(), 'omnistream-lake-'));
  for (const [name, columns] of Object.entries(tables)) {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, (rows[name] ?? []).map((row) => `${JSON.stringify(row)}\n`).join(''));
    const types = Object.entries(columns).map(([column, type]) => `'${column}': '${duckTypes[type]}'`);
    await connection.run(
      `CREATE TABLE ${name} AS SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = {${types.join(', ')}})`,
    );
  }
  rmSync(folder, { recursive: true });
  for (const { name, sql } of views) await connection.run(`CREATE VIEW ${name} AS ${sql}`);
  return { ask: (sql: string) => ask(connection, sql), close: () => connection.closeSync() };
}

export type Lake = Awaited<ReturnType<typeof openLake>>;

/** Rows with numbers for whole numbers. */
async function ask(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader
    .getRowObjectsJS()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ),
    );
}
