import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino';
import { dependenciesOf, presto, views } from '../../../../lib/constructs/lake/views';
import { duckTypes, type Lake, openLake } from '../../../support/lake';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake({});
});
afterAll(() => lake.close());

const trino = new TrinoSQL();

describe.each(views.map((view) => [view.name, view] as const))('%s', (name, view) => {
  test('is SQL by the grammar of Trino', () => {
    expect(trino.validate(view.sql)).toEqual([]);
  });

  test('has in DuckDB the columns that it is declared with', async () => {
    const columns = await lake.ask(`DESCRIBE ${name}`);
    expect(columns.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
      Object.entries(view.columns).map(([column, type]) => [column, duckTypes[type]]),
    );
  });

  test('comes after those that it is made of', () => {
    const before = views.slice(0, views.indexOf(view)).map((earlier) => earlier.name as string);
    const dependencies = dependenciesOf(view);
    expect(dependencies).not.toEqual([]);
    const tables = ['interactions', 'catalogue', 'edge_requests'];
    expect(dependencies.filter((dependency) => ![...tables, ...before].includes(dependency))).toEqual([]);
  });
});

test('the grammar refuses what is not SQL', () => {
  expect(trino.validate('SELECT day FROM')).not.toEqual([]);
});

test('a view is kept as Athena keeps it: its SQL, and the types of Trino', () => {
  const [, base64] = /^\/\* Presto View: (\S+) \*\/$/.exec(presto(views[0] as never, 'omnistream_dev')) ?? [];
  const definition = JSON.parse(Buffer.from(base64 as string, 'base64').toString('utf8'));
  expect(definition).toMatchObject({ originalSql: views[0]?.sql, catalog: 'awsdatacatalog', schema: 'omnistream_dev' });
  expect(definition.columns).toContainEqual({ name: 'asset_ids', type: 'array(varchar)' });
  expect(definition.columns).toContainEqual({ name: 'happened_at', type: 'timestamp(3)' });
});

test.each([
  ['approx_distinct(x)', 4],
  ['approx_percentile(x, 0.5)', 20],
  ['approx_percentile(x, 0.95)', 40],
  ["array_join(array_agg(CAST(x AS varchar) ORDER BY x), '-')", '10-20-30-40'],
  ['element_at(array_agg(x ORDER BY x), 1)', 10],
  ['element_at(array_agg(x ORDER BY x), 5)', null],
  ['max_by(x, -x)', 10],
  ['CAST(from_unixtime(1767225600.25) AS varchar)', '2026-01-01 00:00:00.25'],
  ["to_unixtime(TIMESTAMP '2026-01-01 00:00:00.250')", 1767225600.25],
  ["regexp_like('a=1&bs', '(^|&)bs$')", true],
  ["array_join(sequence(0, 15, 5), ' ')", '0 5 10 15'],
  ['7 / 2', 3],
])('%s is in DuckDB what it is in Athena', async (expression, expected) => {
  const [row] = await lake.ask(`SELECT ${expression} AS it FROM (VALUES (10), (20), (30), (40)) AS t(x)`);
  expect(row?.it).toEqual(expected);
});
