import { PassThrough } from 'node:stream';
import { run } from '../../cli/run';
import { Deployment } from './server';

let deployment: Deployment;
let asked: URL[];

const report = {
  report: 'watch-time',
  from: '2026-01-01',
  to: '2026-01-31',
  columns: [
    { name: 'day', type: 'date' },
    { name: 'title', type: 'varchar' },
    { name: 'views', type: 'bigint' },
    { name: 'share', type: 'double' },
  ],
  rows: [
    ['2026-01-31', 'A film', 1200, 0.123456],
    ['2026-01-30', '\u001b[2Ja \u009bfilm\nof two lines', null, 1],
  ],
  truncated: true,
  computedAt: '2026-01-31T12:00:00.000Z',
};

beforeEach(async () => {
  asked = [];
  deployment = new Deployment();
  await deployment.start();
  deployment.intercept = (request, response) => {
    const url = new URL(request.url ?? '', deployment.origin);
    if (!url.pathname.startsWith('/api/insights/')) return false;
    asked.push(url);
    response.end(JSON.stringify(report));
    return true;
  };
});

afterEach(() => deployment.stop());

async function omnistream(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) =>
    Object.assign(new PassThrough(), { isTTY: true }).on('data', (chunk) => {
      written[name] += chunk;
    });
  const status = await run([...args, '--api', deployment.origin], {
    ...{ stdout: stream('stdout'), stderr: stream('stderr') },
    ...{ env: { OMNISTREAM_PASSWORD: 'right' }, cwd: '/' },
  });
  return { status, ...written };
}

describe('omnistream insights', () => {
  test('prints a table on a terminal, which no title can move about on', async () => {
    const { status, stdout } = await omnistream('insights', 'watch-time');
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual([
      '2026-01-01 to 2026-01-31',
      'day         title                                    views   share',
      '2026-01-31  A film                                    1200  0.1235',
      String.raw`2026-01-30  \u001b[2Ja \u009bfilm\u000aof two lines      –       1`,
      'The report has more than these 2 rows.',
      '',
    ]);
  });

  test('gives programs the whole answer, on one line', async () => {
    const { stdout } = await omnistream('insights', 'watch-time', '--json');
    expect(JSON.parse(stdout)).toEqual(report);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('passes on what is chosen, and nothing else', async () => {
    await omnistream('insights', 'watch-time');
    await omnistream('insights', 'completion', '--asset', 'a&b=c', '--limit', '5');
    await omnistream('insights', '../assets', '--from', '2026-01-01', '--to', '2026-01-31');
    expect(asked.map(({ pathname, search }) => pathname + search)).toEqual([
      '/api/insights/watch-time',
      '/api/insights/completion?asset=a%26b%3Dc&limit=5',
      '/api/insights/..%2Fassets?from=2026-01-01&to=2026-01-31',
    ]);
  });

  test('says what the API has against a question', async () => {
    deployment.intercept = (request, response) => {
      if (!request.url?.startsWith('/api/insights/')) return false;
      const problem = { type: 'urn:omnistream:problem:report-not-found', title: 'No such report' };
      response.writeHead(404).end(JSON.stringify(problem));
      return true;
    };
    const { status, stdout, stderr } = await omnistream('insights', 'weather');
    expect([status, stdout, stderr]).toEqual([1, '', 'omnistream: report-not-found: No such report\n']);
  });

  test.each([
    [['insights']],
    [['insights', 'a', 'b']],
    [['assets', '--from', '2026-01-01']],
    [['status', 'a', '--limit', '5']],
  ])('is not understood as %j', async (args) => {
    expect((await omnistream(...args)).status).toBe(2);
    expect(deployment.seen).toEqual([]);
  });
});
