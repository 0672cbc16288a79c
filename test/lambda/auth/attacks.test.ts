import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assets } from '../../../lambda/api/assets';
import { type UploadPorts, uploads } from '../../../lambda/api/uploads';
import { authorizer } from '../../../lambda/auth/authorizer';
import { playback } from '../../../lambda/delivery/playback';
import type { AgeLimits } from '../../../lambda/shared/age-limits';
import { type Asset, newAssetId } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import { type RouteKey, routes } from '../../../lambda/shared/routes';
import patches from '../../cases/patch-attacks.json';
import tokens from '../../cases/token-attacks.json';
import { captureLines } from '../../support/lines';
import { admin, creator, freeBudget, httpEvent, read, someAsset, stranger, viewer, type Who } from '../api/support';
import { memorySessions } from '../delivery/support';
import { Forge, type Forgery, jwkOf, newKeys } from './token-forge';

const pool = 'eu-west-1_AbCdEf123';
const clientId = '3n4b5urk1ft4fl3mg5e62d9ado';

describe('a token', () => {
  const [ours, theirs] = [newKeys(), newKeys()];
  let server: Server;
  let origin: string;
  let attackersKeysRead = 0;
  let forge: Forge;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const isAttackers = request.url?.startsWith('/attacker') ?? false;
      if (isAttackers) attackersKeysRead++;
      const keys = isAttackers ? [jwkOf(theirs, 'theirs')] : [jwkOf(ours, 'ours')];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const now = Math.floor(Date.now() / 1000);
    forge = new Forge(ours, theirs, `${origin}/attacker/jwks.json`, {
      header: { alg: 'RS256', kid: 'ours' },
      claims: {
        ...{ sub: 'f3a1c2', username: 'f3a1c2', 'cognito:groups': ['viewer'], token_use: 'access' },
        ...{ iss: `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`, client_id: clientId },
        ...{ scope: 'openid', iat: now, exp: now + 1800 },
      },
    });
  });

  afterAll(() => new Promise((done) => server.close(done)));
  beforeEach(() => {
    captureLines();
  });
  afterEach(() => jest.restoreAllMocks());

  const decide = (forgery: Forgery) => {
    const env = { USER_POOL_ID: pool, CLIENT_ID: clientId, JWKS_URI: `${origin}/${pool}/.well-known/jwks.json` };
    return authorizer(env)(`Bearer ${forge.token(forgery)}`);
  };

  test('that nobody has touched is let in, up to its last second', async () => {
    expect(await decide({})).toMatchObject({ isAuthorized: true, context: { groups: 'viewer' } });
    expect(await decide({ times: { exp: 2, iat: -1798 } })).toMatchObject({ isAuthorized: true });
  });

  test.each(tokens)('is refused, without a word: $name', async ({ input }) => {
    expect(await decide(input as Forgery)).toEqual({ isAuthorized: false });
  });

  test('never has the authorizer read keys where an attacker keeps some', () => {
    expect(attackersKeysRead).toBe(0);
  });
});

/** A body that the route takes, so that what is refused is refused for its id. */
const goodBody = (route: RouteKey) => {
  if (route.endsWith('/languages')) return { languages: ['es'] };
  return route.startsWith('PATCH') ? { title: 'x' } : {};
};

const limits = { sessionSeconds: 60, longestSeconds: 120, concurrent: 3, perHour: 100 };

/** All handlers, over some assets; ports that none of the attacks may reach throw. */
function api(...rows: Asset[]) {
  const table = new Map(rows.map((row) => [row.id, row]));
  const find = async (id: string) => table.get(id);
  const unreached = new Proxy({}, { get: (_, name) => () => Promise.reject(new Error(`reached ${String(name)}`)) });
  const rename = async (id: string, title: string) => {
    const renamed = { ...(table.get(id) as Asset), title };
    table.set(id, renamed);
    return renamed;
  };
  const records = Object.assign(Object.create(unreached), { find, rename });
  const now = () => new Date('2026-01-01T00:00:00Z');
  const viewers: AgeLimits = { ageLimit: async () => 18 };
  const keys = { find: async () => undefined, note: async () => {} };
  const handler = http({
    ...assets({
      ...{ records, workflow: unreached as never, viewers, dailyUse: unreached as never, keys, now },
      budget: freeBudget,
    }),
    ...uploads({
      ...{ records, store: unreached as UploadPorts['store'], dailyUse: unreached as never, keys },
      ...{ mostOpen: 5, maxSourceBytes: 1000, defaultLanguages: [], now },
    }),
    ...playback({
      ...{ assets: { find }, sessions: memorySessions(), keys, viewers, revocations: unreached as never },
      signingKey: () => Promise.reject(new Error('reached')),
      ...{ viewerOrigin: 'https://films.example.com', limits, licenseUrls: {}, bindCountry: false, now },
    }),
  });
  const ask = async (route: RouteKey, who: Who, id: string, body: unknown = goodBody(route)) => {
    const raw = typeof body === 'string' ? body : JSON.stringify(body);
    const isRead = route.startsWith('GET') || route.startsWith('DELETE');
    return read(await handler(httpEvent(route, { who, id, ...(!isRead && { raw }) })));
  };
  return { ask, table };
}

describe('a change of an asset', () => {
  test.each(patches)('touches nothing but its title: $name', async ({ input }) => {
    const asset = someAsset();
    const { ask, table } = api(asset);
    const { status, body } = await ask('PATCH /api/assets/{id}', creator, asset.id, input);
    expect(status).toBe(400);
    expect(body.type).toBe('urn:omnistream:problem:invalid-request');
    expect(table.get(asset.id)).toEqual(asset);
  });
});

describe('an id', () => {
  const withId = (Object.keys(routes) as RouteKey[]).filter(
    (key) => key.includes('{id}') && !key.includes('/viewers/'),
  );
  const unpublished = ['UPLOADING', 'PROCESSING', 'FAILED', 'DELETED'] as const;

  /** Ids around one that is there, and what an attacker may put in an id's place. */
  const guesses = (id: string) => [
    ...['a', 'b', 'c'].map((letter) => id.slice(0, -1) + letter).filter((guess) => guess !== id),
    ...[
      id.toUpperCase(),
      `${id} `,
      `${id}/../${id}`,
      `%61${id.slice(1)}`,
      '../uploads',
      '__proto__',
      '',
      'a'.repeat(9999),
    ],
  ];

  test.each(withId)('guessed for %s gets the same response as one of another user', async (route) => {
    const hidden = unpublished.map((status) => someAsset({ status, ownerId: 'creator-1' }));
    const { ask } = api(...hidden);
    const ids = [...hidden.map(({ id }) => id), ...guesses(hidden[0]?.id ?? ''), newAssetId()];
    const answers = await Promise.all(ids.map((id) => ask(route, stranger, id)));
    const told = answers.map(({ status, headers, body }, index) =>
      JSON.stringify({ status, headers, body }).replaceAll(JSON.stringify(ids[index]).slice(1, -1), '{id}'),
    );
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 404));
    // The empty id would be found in every text.
    const comparable = told.filter((_, index) => ids[index] !== '');
    expect(new Set(comparable).size).toBe(1);
  });

  test.each(withId)('is nothing to a viewer before publication, for %s', async (route) => {
    const asset = someAsset({ status: 'PROCESSING' });
    const { ask } = api(asset);
    const [there, missing] = [await ask(route, viewer, asset.id), await ask(route, viewer, newAssetId())];
    expect(there.status).toBe((routes[route].groups as readonly string[]).includes('viewer') ? 404 : 403);
    expect([there.status, there.body.type, there.body.title]).toEqual([
      missing.status,
      missing.body.type,
      missing.body.title,
    ]);
  });

  const changes = withId.filter((route) => routes[route].asset !== 'any' && !route.includes('/sessions/'));

  test.each(changes)(
    'of a published film of somebody else is not for other creators to change, by %s',
    async (route) => {
      const asset = someAsset({ status: 'READY' });
      const { ask, table } = api(asset);
      const { status } = await ask(route, stranger, asset.id);
      expect(status).toBe(routes[route].asset === 'own' ? 404 : 403);
      expect(table.get(asset.id)).toEqual(asset);
    },
  );

  test('of an upload is not even an admin’s, whose it is not', async () => {
    const asset = someAsset({ status: 'UPLOADING' });
    const { ask } = api(asset);
    expect((await ask('GET /api/uploads/{id}', admin, asset.id)).status).toBe(404);
  });
});
