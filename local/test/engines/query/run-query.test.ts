import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResultColumn } from '../../../engines/query/athena-type';
import { parseHiveType } from '../../../engines/query/hive-type';
import { writeParquet } from '../../../engines/query/parquet';
import { type Relation, runQuery } from '../../../engines/query/run-query';
import { RefusedQuery } from '../../../engines/query/select';

const folder = mkdtempSync(join(tmpdir(), 'query-'));

/** More than a machine computes in a day. */
const endless = 'SELECT sum(a.n * b.n) FROM UNNEST(range(1, 1000000)) a(n), UNNEST(range(1, 1000000)) b(n)';

async function ask(sql: string, relations: Record<string, Relation> = {}, parameters: string[] = []) {
  let columns: readonly ResultColumn[] = [];
  const rows: (readonly (string | undefined)[])[] = [];
  await runQuery({
    sql,
    parameters,
    database: 'a',
    async relation(database, table) {
      const found = relations[`${database}.${table}`];
      if (!found) throw new RefusedQuery(`TABLE_NOT_FOUND: ${database}.${table}`);
      return found;
    },
    onColumns: async (known) => {
      columns = known;
    },
    onRows: async (some) => {
      rows.push(...some);
    },
    signal: new AbortController().signal,
  });
  return { columns: columns.map(({ name, type }) => `${name} ${type}`), rows };
}

async function interactions(): Promise<Relation> {
  const columns = [
    { name: 'id', type: parseHiveType('string') },
    { name: 'happened_at', type: parseHiveType('timestamp') },
    { name: 'tags', type: parseHiveType('array<string>') },
    { name: 'position', type: parseHiveType('double') },
  ];
  const files = [];
  for (const day of ['2026-01-01', '2026-01-02']) {
    const json = join(folder, `${day}.json`);
    const parquet = join(folder, `${day}.parquet`);
    writeFileSync(json, `{"id":"1","happened_at":"${day} 01:02:03.004","tags":["x","y"],"position":1.5}\n{"id":"2"}\n`);
    await writeParquet(columns.slice(0, day.endsWith('2') ? 4 : 3), [{ json, parquet }]);
    files.push({ path: parquet, partition: [day] });
  }
  const partitionKeys = [{ name: 'day', type: parseHiveType('string') }];
  return { kind: 'files', format: 'parquet', columns, partitionKeys, files, ignoreMalformed: false };
}

describe('a query that is stopped', () => {
  const run = (signal: AbortSignal, duringLoad: () => void) =>
    runQuery({
      sql: `${endless}, t`,
      parameters: [],
      database: 'a',
      async relation() {
        duringLoad();
        return interactions();
      },
      onColumns: async () => {},
      onRows: async () => {},
      signal,
    });

  test.each([
    ['before it starts', 0],
    ['while it opens the database', 1],
    ['between two of its statements', undefined],
    ['while it computes', 500],
  ])('%s ends with the reason', async (_when, milliseconds) => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    if (milliseconds === 0) stop.abort(reason);
    else if (milliseconds) setTimeout(() => stop.abort(reason), milliseconds);
    const atLoad = milliseconds === undefined ? () => stop.abort(reason) : () => {};
    await expect(run(stop.signal, atLoad)).rejects.toBe(reason);
  });
});

describe('a query', () => {
  test('reads files with the values of their partitions, and null where a file lacks a column', async () => {
    const { columns, rows } = await ask('SELECT * FROM t ORDER BY day, id', { 'a.t': await interactions() });
    expect(columns).toEqual(['id varchar', 'happened_at timestamp', 'tags array', 'position double', 'day varchar']);
    expect(rows).toEqual([
      ['1', '2026-01-01 01:02:03.004', '[x, y]', undefined, '2026-01-01'],
      ['2', undefined, undefined, undefined, '2026-01-01'],
      ['1', '2026-01-02 01:02:03.004', '[x, y]', '1.5', '2026-01-02'],
      ['2', undefined, undefined, undefined, '2026-01-02'],
    ]);
  });

  test('reads a view over a view of another database, with its own names', async () => {
    const relations: Record<string, Relation> = {
      'a.t': { kind: 'view', sql: 'SELECT count(*) AS n, max(seen) AS seen FROM b.v' },
      'b.v': { kind: 'view', sql: 'SELECT to_unixtime(happened_at) AS seen FROM t;', database: 'b' },
      'b.t': await interactions(),
    };
    expect(await ask('WITH t2 AS (SELECT * FROM t) SELECT n, seen FROM t2', relations)).toEqual({
      columns: ['n bigint', 'seen double'],
      rows: [['4', '1.767315723004E9']],
    });
  });

  test('takes its parameters as constants', async () => {
    const relations = { 'a.t': await interactions() };
    const sql = 'SELECT count(*) FROM t WHERE day >= ? AND id = ?';
    expect((await ask(sql, relations, ["'2026-01-02'", "'1'"])).rows).toEqual([['1']]);
    await expect(ask(sql, relations, ["'x'", '(SELECT 1)'])).rejects.toThrow('is not a constant');
    await expect(ask(sql, relations, ["'x'"])).rejects.toThrow();
  });

  test('divides integers to integers, and writes what it finds as Athena does', async () => {
    const sql = `SELECT 7 / 2, 1e0, 1e10, DATE '2026-01-31', ARRAY[1, 2], true, 1.50, current_date = CAST(now() AS date)`;
    expect((await ask(sql)).rows).toEqual([['3', '1.0', '1.0E10', '2026-01-31', '[1, 2]', 'true', '1.50', 'true']]);
  });

  test('that names itself ends', async () => {
    const relations: Record<string, Relation> = { 'a.t': { kind: 'view', sql: 'SELECT * FROM t' } };
    await expect(ask('SELECT * FROM t', relations)).rejects.toThrow('recursive');
  });
});

describe('hostile SQL', () => {
  const secret = join(folder, 'secret.csv');
  writeFileSync(secret, 'a\nsecret\n');
  const statements = [
    `SELECT * FROM '${secret}'`,
    `SELECT * FROM "${secret}"`,
    `SELECT * FROM read_csv('${secret}')`,
    `SELECT * FROM read_text('${secret}')`,
    `SELECT * FROM sniff_csv('${secret}')`,
    `SELECT * FROM glob('/*')`,
    `SELECT (SELECT content FROM read_text('${secret}'))`,
    `SELECT * FROM query('SELECT * FROM read_text(''${secret}'')')`,
    `SELECT * FROM query_table('${secret}')`,
    `SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))`,
    `WITH x AS (SELECT * FROM read_blob('${secret}')) SELECT * FROM x`,
    `COPY (SELECT 1) TO '${secret}'`,
    `COPY t FROM '${secret}'`,
    `ATTACH '${secret}' AS other`,
    `INSTALL httpfs`,
    `LOAD '${secret}'`,
    `SET enable_external_access = true`,
    `PRAGMA database_list`,
    `EXPORT DATABASE '${folder}'`,
    `CREATE TABLE x AS SELECT 1`,
    `SELECT 1; SELECT 2`,
    `SELECT 1; COPY (SELECT 1) TO '${secret}'`,
    `SELECT * FROM duckdb_settings()`,
    `SELECT current_setting('allowed_paths')`,
    `SELECT * FROM information_schema.tables`,
    `SELECT * FROM memory.main.x`,
    `DESCRIBE SELECT 1`,
    `SHOW TABLES`,
    `EXPLAIN ANALYZE SELECT 1`,
  ];
  test.each(statements)('is refused: %s', async (sql) => {
    await expect(ask(sql)).rejects.toThrow(/NOT_SUPPORTED|SYNTAX_ERROR|NOT_FOUND/);
  });

  test('in a view is refused', async () => {
    const relations: Record<string, Relation> = { 'a.v': { kind: 'view', sql: `SELECT * FROM read_csv('${secret}')` } };
    await expect(ask('SELECT * FROM v', relations)).rejects.toThrow('FUNCTION_NOT_FOUND');
  });

  test('in a parameter is refused', async () => {
    const hostile = ['1) UNION SELECT (2', '1 UNION SELECT 2', 'getenv(1)', '1, 2', '1 AS x', '(SELECT 1)', 'x'];
    for (const parameter of hostile) {
      await expect(ask('SELECT 1 WHERE 1 = ?', {}, [parameter])).rejects.toThrow('is not a constant');
    }
  });
});
