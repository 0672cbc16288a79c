import { ServiceError } from '@omnistream/local/wire';
import { cell } from '../../../lambda/insights/queries.client';
import { reports } from '../../../lambda/shared/reports';
import attacks from '../../cases/insights-attacks.json';
import { captureLines } from '../../support/lines';
import { creator, viewer } from '../api/support';
import { serveInsights } from './support';

let served: Awaited<ReturnType<typeof serveInsights>>;
let ask: ReturnType<(typeof served)['instance']>;
let logged: readonly string[];

beforeEach(async () => {
  logged = captureLines().written;
  served = await serveInsights();
  ask = served.instance();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await served.close();
});

const asset = 'abcdefghijklmnopqrstuv'.replace('q', '2');
const started = () => [...served.fake.queries.values()].map(({ input }) => input);

describe('a report', () => {
  test('is asked of its view, with what was chosen beside the statement and not in it', async () => {
    await ask('watch-time', { from: '2026-01-01', to: '2026-01-31', asset });
    expect(started()).toEqual([
      {
        QueryString:
          'SELECT * FROM watch_time WHERE day BETWEEN ? AND ? AND asset_id = ? ORDER BY day DESC, watch_seconds DESC LIMIT 1001',
        ExecutionParameters: ["'2026-01-01'", "'2026-01-31'", `'${asset}'`],
        ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
        QueryExecutionContext: { Database: 'omnistream_dev' },
        WorkGroup: 'omnistream-dev',
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 5 } },
      },
    ]);
  });

  test('is of the last 28 days, unless it is said otherwise', async () => {
    expect((await ask('funnel')).body).toMatchObject({ from: '2026-03-04', to: '2026-03-31' });
    expect((await ask('funnel', { to: '2026-03-01' })).body).toMatchObject({ from: '2026-02-02', to: '2026-03-01' });
    expect((await ask('funnel', { from: '2026-03-30' })).body).toMatchObject({ from: '2026-03-30', to: '2026-03-31' });
  });

  test('may be of a leap year and one day more', async () => {
    expect((await ask('edge', { from: '2024-01-01', to: '2025-01-01' })).status).toBe(200);
  });

  test('that knows no days has none, and asks with no parameters at all', async () => {
    const { body } = await ask('quality-effect');
    expect(Object.keys(body)).toEqual(['report', 'columns', 'rows', 'truncated', 'computedAt']);
    expect(started()[0]?.ExecutionParameters).toBeUndefined();
  });

  test.each(Object.entries(reports))('%s orders by columns of its own', async (name, { view, order }) => {
    expect((await ask(name)).status).toBe(200);
    expect(started()[0]?.QueryString).toContain(`FROM ${view} `);
    for (const term of order) expect(term).toMatch(/^[a-z_]+( DESC)?$/);
  });

  test('answers its columns, and values as their types say', async () => {
    served.fake.columns = [
      ['day', 'date'],
      ['views', 'bigint'],
      ['share', 'double'],
      ['is_dub', 'boolean'],
      ['title', 'varchar'],
    ];
    served.fake.rows = [
      ['2026-03-31', '12', '0.5', 'true', '12'],
      ['2026-03-30', undefined, 'NaN', 'false', ''],
    ];
    const { status, body } = await ask('languages');
    expect(status).toBe(200);
    expect(body).toEqual({
      report: 'languages',
      ...{ from: '2026-03-04', to: '2026-03-31' },
      columns: served.fake.columns.map(([name, type]) => ({ name, type })),
      rows: [
        ['2026-03-31', 12, 0.5, true, '12'],
        ['2026-03-30', null, null, false, ''],
      ],
      truncated: false,
      computedAt: '2026-03-31T12:00:00.150Z',
    });
  });

  test.each([
    ['9007199254740993', 'bigint', '9007199254740993'],
    ['-5', 'integer', -5],
    ['1.0E9', 'double', 1e9],
    ['Infinity', 'double', null],
    ['1.25', 'decimal(10,2)', 1.25],
    ['2026-03-31 12:00:00.000', 'timestamp', '2026-03-31 12:00:00.000'],
    ['[1, 2]', 'array', '[1, 2]'],
  ])('reads %s of type %s as %p', (text, type, value) => {
    expect(cell(text, type)).toBe(value);
  });

  test('has at most as many rows as wanted, and says that there are more', async () => {
    served.fake.rows = Array.from({ length: 1001 }, (_, n) => [`row ${n}`]);
    const whole = await ask('searches');
    expect(whole.body.rows).toHaveLength(1000);
    expect([whole.body.rows[999], whole.body.truncated]).toEqual([['row 999'], true]);
    const first = await ask('searches', { limit: '1' });
    expect([first.body.rows, first.body.truncated]).toEqual([[['row 0']], true]);
    served.fake.rows = served.fake.rows.slice(0, 1000);
    expect((await served.instance()('searches')).body).toMatchObject({ truncated: false, rows: { length: 1000 } });
  });

  test('is for admins alone', async () => {
    expect((await ask('funnel', {}, viewer)).status).toBe(403);
    expect((await ask('funnel', {}, creator)).status).toBe(403);
    expect(served.calls).toEqual([]);
  });
});

test.each(attacks)('nothing is asked of Athena for $name', async ({ input, expected }) => {
  const { status, body } = await ask(input.report, input.query as Record<string, string> | undefined);
  expect(status).toBe(expected);
  expect(body.type).toBe(`urn:omnistream:problem:${expected === 404 ? 'report-not-found' : 'invalid-request'}`);
  expect(served.calls).toEqual([]);
});

describe('who asks the same again', () => {
  test('within a minute gets the same answer, without a query', async () => {
    const first = await ask('funnel');
    served.fake.time += 59_000;
    expect(await ask('funnel')).toEqual(first);
    const calls = served.calls.length;
    served.fake.time += 2_000;
    await ask('funnel');
    expect(served.calls.length).toBeGreaterThan(calls);
  });

  test('of another instance is led to the query that runs', async () => {
    served.fake.ending = () => ({ after: 1000 });
    const answers = [await ask('funnel'), await served.instance()('funnel')];
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(started()).toHaveLength(1);
  });

  test('gets a new query when the old one is too old, and a question of other days its own', async () => {
    await ask('funnel');
    await ask('funnel', { from: '2026-03-30' });
    served.fake.time += 300_000;
    await ask('funnel');
    expect(new Set(started().map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(3);
  });
});

test('who has waited 25 seconds is told to come back, and finds the answer then', async () => {
  const begun = served.fake.time;
  served.fake.ending = () => ({ after: 25 });
  const { status, headers, body } = await ask('funnel');
  expect([status, headers['retry-after'], body.type]).toEqual([503, '5', 'urn:omnistream:problem:report-not-ready']);
  const waited = served.fake.time - begun;
  expect(waited).toBeGreaterThan(20_000);
  expect(waited).toBeLessThanOrEqual(25_000);
  expect([...served.fake.queries.values()][0]?.asked).toBeLessThan(25);
  expect((await ask('funnel')).status).toBe(200);
  expect(started()).toHaveLength(1);
});

describe('a query that fails', () => {
  const statement = "line 1:15: Column 'secret_column' cannot be resolved: SELECT * FROM funnel";

  test.each([
    ['for its own fault', { State: 'FAILED', AthenaError: { ErrorCategory: 2 } }, 500, 'report-failed'],
    ['for Athena’s', { State: 'FAILED', AthenaError: { ErrorCategory: 1 } }, 502, 'lake-failed'],
    ['because somebody stopped it', { State: 'CANCELLED' }, 502, 'lake-failed'],
  ] as const)('%s is a problem without a word of SQL, which is in the log', async (_name, ending, expected, type) => {
    served.fake.ending = () => ({ ...ending, StateChangeReason: statement }) as object;
    const { status, body } = await ask('funnel');
    expect([status, body.type]).toEqual([expected, `urn:omnistream:problem:${type}`]);
    expect(JSON.stringify(body)).not.toMatch(/select|column|funnel/i);
    expect(body.detail).toContain('query-1');
    expect(logged.join()).toContain('secret_column');
  });

  test('is not answered again to who asks anew: another one is started, but not for ever', async () => {
    served.fake.ending = (n) => (n === 1 ? { State: 'FAILED' } : {});
    expect((await ask('funnel')).status).toBe(500);
    expect((await ask('funnel')).status).toBe(200);
    expect(started()).toHaveLength(2);
    served.fake.ending = () => ({ State: 'FAILED' });
    for (let times = 0; times < 6; times++) expect((await ask('edge')).status).toBe(500);
    expect(started()).toHaveLength(2 + 3);
  });

  test.each([
    ['TooManyRequestsException', 503],
    ['InvalidRequestException', 500],
    ['InternalServerException', 500],
  ])('or cannot even be started, by %s, is a problem too', async (name, expected) => {
    served.fake.refusal = new ServiceError(name, statement, name.startsWith('Internal') ? 500 : 400);
    const { status, body } = await ask('funnel');
    expect(status).toBe(expected);
    expect(JSON.stringify(body)).not.toMatch(/select|column/i);
  });
});
