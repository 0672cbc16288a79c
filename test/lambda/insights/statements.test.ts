import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino';
import { readQuestion, statementOf } from '../../../lambda/insights/question';
import { type Report, type ReportName, reports } from '../../../lambda/shared/reports';
import { views } from '../../../lib/constructs/lake/views';
import { type Lake, openLake } from '../../support/lake';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake({});
});
afterAll(() => lake.close());

describe.each(Object.entries<Report>(reports))('%s', (name, { view, byDay, byAsset, order }) => {
  const columns = Object.keys(views.find((one) => one.name === view)?.columns ?? {});

  test('can be asked for days or a title just where its view has them', () => {
    expect([byDay, byAsset]).toEqual([columns.includes('day'), columns.includes('asset_id')]);
  });

  test('is in an order of columns that its view has', () => {
    for (const term of order) expect(columns).toContain(term.replace(' DESC', ''));
  });

  test('is asked in SQL that Athena and DuckDB know, of a view that exists', async () => {
    const asset = byAsset ? { asset: `a${'b'.repeat(21)}` } : {};
    const { sql, parameters } = statementOf(readQuestion(name as ReportName, asset, new Date('2026-03-01')));
    expect(new TrinoSQL().validate(sql)).toEqual([]);
    const values = [...parameters];
    expect(sql.split('?')).toHaveLength(values.length + 1);
    expect(await lake.ask(sql.replaceAll('?', () => values.shift() as string))).toEqual([]);
  });
});
