import { PassThrough } from 'node:stream';
import { run } from '../../cli/run';
import { Deployment } from './server';

const viewer = 'Xk3vQ0m1T2u8Zr5Lw9yB4g';
let deployment: Deployment;
let asked: string[];

beforeEach(async () => {
  asked = [];
  deployment = new Deployment();
  await deployment.start();
  deployment.intercept = (request, response) => {
    if (!request.url?.startsWith('/api/viewers/')) return false;
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${text}`);
      const { ageCeiling = 18 } = text ? JSON.parse(text) : {};
      response.end(JSON.stringify({ id: viewer, ageLimit: 6, ageCeiling }));
    });
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

describe('omnistream viewer', () => {
  test('shows the id, the limit in force and the ceiling', async () => {
    const { status, stdout } = await omnistream('viewer', viewer);
    expect([status, stdout]).toEqual([0, `id              ${viewer}\nlimit in force  6\nceiling         18\n`]);
    expect(asked).toEqual([`GET /api/viewers/${viewer} `]);
  });

  test('sets the ceiling first', async () => {
    const { status, stdout } = await omnistream('viewer', viewer, '--age-ceiling', '12', '--json');
    expect([status, JSON.parse(stdout)]).toEqual([0, { id: viewer, ageLimit: 6, ageCeiling: 12 }]);
    expect(asked).toEqual([`PATCH /api/viewers/${viewer} {"ageCeiling":12}`]);
  });

  test.each(['child@example.com', '00000000-0000-4000-8000-000000000012', 'Google_1234'])(
    'finds %s by a body, so that no path has it',
    async (username) => {
      const found = `POST /api/viewers/find {"username":"${username}"}`;
      const { status, stdout } = await omnistream('viewer', username, '--json');
      expect([status, JSON.parse(stdout), asked]).toEqual([0, { id: viewer, ageLimit: 6, ageCeiling: 18 }, [found]]);
      await omnistream('viewer', username, '--age-ceiling', '12');
      expect(asked.slice(1)).toEqual([found, `PATCH /api/viewers/${viewer} {"ageCeiling":12}`]);
    },
  );

  test('refuses ages that are no ratings, and the option with other commands', async () => {
    for (const args of [
      ['viewer', viewer, '--age-ceiling', '13'],
      ['assets', '--age-ceiling', '12'],
    ]) {
      expect((await omnistream(...args)).status).toBe(2);
    }
    expect(asked).toEqual([]);
  });
});
