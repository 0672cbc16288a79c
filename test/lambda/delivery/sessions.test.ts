import { generateKeyPairSync } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDb, type Laptop, startLaptop } from '@omnistream/local/test';
import { playback } from '../../../lambda/delivery/playback';
import { newSessionId, type SessionStore, silenceSeconds } from '../../../lambda/delivery/sessions';
import { SessionTable } from '../../../lambda/delivery/sessions.client';
import type { Asset } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import type { RequestKeys } from '../../../lambda/shared/request-key';
import type { RouteKey } from '../../../lambda/shared/routes';
import type { AgeRating } from '../../../lambda/shared/viewers';
import { captureLines } from '../../support/lines';
import { type Ask, admin, creator, httpEvent, memoryKeys, read, someAsset, viewer } from '../api/support';
import { memorySessions } from './support';

const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const hour = 3600;

function film(members: Partial<Asset> = {}): Asset {
  const row = someAsset(members);
  const hls = `${row.id}/manifests/1/index.m3u8`;
  return { ...row, manifests: { version: 1, hls, dash: hls.replace('m3u8', 'mpd') } };
}

interface Options {
  readonly keys?: RequestKeys;
  readonly store?: SessionStore;
  readonly bindCountry?: boolean;
}

function world({ store = memorySessions(), keys = memoryKeys(), bindCountry = false }: Options = {}) {
  const row = film({ title: 'Nosferatu' });
  const clock = {
    now: Date.parse('2026-01-01T00:00:00Z'),
    pass(seconds: number) {
      clock.now += seconds * 1000;
    },
  };
  const revoked = new Map<string, number>();
  const published = { asset: row, ageLimit: 18 as AgeRating };
  const handler = http(
    playback({
      assets: { find: async (id) => (id === row.id ? published.asset : undefined) },
      sessions: store,
      keys,
      viewers: { ageLimit: async () => published.ageLimit },
      revocations: { add: async (id, until) => void revoked.set(id, until) },
      signingKey: async () => ({ keyPairId: 'K', privateKey }),
      viewerOrigin: 'https://d1.cloudfront.net',
      limits: { sessionSeconds: 2 * hour, longestSeconds: 3 * hour, concurrent: 3, perHour: 100 },
      licenseUrls: {},
      bindCountry,
      now: () => new Date(clock.now),
    }),
  );
  const ask = async (route: RouteKey, how: Ask) => read(await handler(httpEvent(route, { who: viewer, ...how })));
  const open = (how: Ask = {}) => ask('POST /api/assets/{id}/playback', { id: row.id, ...how });
  const beat = (id: string, how: Ask = {}) => ask('POST /api/sessions/{id}/heartbeat', { id, ...how });
  const end = (id: string, how: Ask = {}) => ask('DELETE /api/sessions/{id}', { id, ...how });
  return { row, clock, revoked, published, open, beat, end };
}

const expiry = (cookies: Record<string, string>) => {
  const text = (cookies['CloudFront-Policy'] as string).replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');
  return JSON.parse(Buffer.from(text, 'base64').toString()).Statement[0].Condition.DateLessThan['AWS:EpochTime'] * 1000;
};

test('a session is in the log from its opening to its end, and its signature is not', async () => {
  const { row, open, beat, end } = world();
  const lines = captureLines();
  const { body } = await open();
  await beat(body.sessionId);
  await end(body.sessionId);
  lines.restore();
  const about = { message: 'request', sessionId: body.sessionId, assetId: row.id };
  expect(lines.parsed().filter(({ message }) => message !== undefined)).toMatchObject([
    { ...about, route: 'POST /api/assets/{id}/playback', status: 201 },
    { ...about, route: 'POST /api/sessions/{id}/heartbeat', status: 200 },
    { ...about, route: 'DELETE /api/sessions/{id}', status: 204 },
  ]);
  expect(lines.written.join()).not.toContain(body.cookies['CloudFront-Signature']);
});

test('an id is no option on a command line', () => {
  const ids = Array.from({ length: 2000 }, () => newSessionId(undefined));
  expect(ids.filter((id) => !/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(2000);
});

describe('the number of open sessions', () => {
  test('is limited: the fourth is told which three there are, and how to end one', async () => {
    const { open, row } = world();
    const ids: string[] = [];
    for (const device of ['TV', 'Phone', 'Tablet']) {
      const { status, body } = await open({ headers: { 'user-agent': device } });
      expect(status).toBe(201);
      ids.push(body.sessionId);
    }
    const { status, headers, body } = await open();
    expect([status, headers['content-type']]).toEqual([409, 'application/problem+json']);
    expect(body).toMatchObject({ type: 'urn:omnistream:problem:too-many-sessions', limit: 3 });
    const film = { assetId: row.id, title: 'Nosferatu', startedAt: '2026-01-01T00:00:00.000Z' };
    expect(body.sessions).toEqual([
      { id: ids[0], ...film, device: 'TV' },
      { id: ids[1], ...film, device: 'Phone' },
      { id: ids[2], ...film, device: 'Tablet' },
    ]);
    for (const id of ids) expect(body.detail).toContain(id);
  });

  test('names a device by a text of one visible line, or not at all', async () => {
    const { open } = world();
    const agents = ['\u001b]0;x\u0007TV\u009b2J\u202e\r\n set', `${'😀'.repeat(300)}`, '\u0080\u200b'];
    for (const agent of agents) await open({ headers: { 'user-agent': agent } });
    const { body } = await open();
    const devices = body.sessions.map(({ device }: { device?: string }) => device);
    expect(devices).toEqual([']0;xTV2J set', '😀'.repeat(256), undefined]);
  });

  test('is each viewer’s own', async () => {
    const { open } = world();
    for (let n = 0; n < 3; n++) await open();
    expect((await open({ who: creator })).status).toBe(201);
  });

  test('makes room for a new one when another is named to end', async () => {
    const { open, revoked } = world();
    const first = await open();
    for (let n = 0; n < 2; n++) await open();
    const { status } = await open({ body: { end: first.body.sessionId } });
    expect([status, [...revoked.keys()]]).toEqual([201, [first.body.sessionId]]);
    expect((await open()).status).toBe(409);
  });

  test('does not count who was ended, or is over', async () => {
    const { open, end, clock } = world();
    const { body } = await open();
    for (let n = 0; n < 2; n++) await open();
    await end(body.sessionId);
    expect((await open()).status).toBe(201);
    expect((await open()).status).toBe(409);
    clock.pass(2 * hour);
    expect((await open()).status).toBe(201);
  });

  test('counts a player that never sent heartbeats, and not one that fell silent, which is ended when room is needed', async () => {
    const { open, beat, clock, revoked } = world();
    const { body: heard } = await open();
    await open();
    await beat(heard.sessionId);
    clock.pass(silenceSeconds);
    await open();
    expect([...revoked.keys()]).toEqual([]);
    expect((await open()).status).toBe(201);
    expect([...revoked.keys()]).toEqual([heard.sessionId]);
    expect((await open()).status).toBe(409);
    expect((await beat(heard.sessionId)).status).toBe(410);
  });

  test('does not count sessions that were never heard of, once their film could have been watched twice', async () => {
    const { open, row, published, clock, revoked } = world();
    published.asset = { ...row, durationSeconds: 600 };
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push((await open()).body.sessionId);
    clock.pass(1200 + silenceSeconds - 1);
    expect((await open()).status).toBe(409);
    clock.pass(1);
    expect((await open()).status).toBe(201);
    expect([...revoked.keys()].sort()).toEqual(ids.sort());
  });

  test('is not exceeded by many who ask at once', async () => {
    const { open } = world();
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => open()))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    expect(statuses.filter((status) => status === 409)).toHaveLength(5);
  });

  test('is limited within an hour too, since every session that ends is stored at the edge', async () => {
    const { open, end, clock } = world();
    clock.pass(1800);
    for (let n = 0; n < 100; n++) await end((await open()).body.sessionId);
    const { status, body, headers } = await open();
    expect([status, body.type, headers['retry-after']]).toEqual([
      429,
      'urn:omnistream:problem:opened-too-often',
      '1800',
    ]);
    expect((await open({ who: creator })).status).toBe(201);
    clock.pass(1800);
    expect((await open()).status).toBe(201);
  });

  test('refuses a wish that it does not know', async () => {
    expect((await world().open({ body: { finish: 'x' } })).status).toBe(400);
  });
});

describe('a heartbeat', () => {
  test('renews the signature before it ends, for cookies and addresses', async () => {
    const { open, beat, clock } = world();
    const { body } = await open();
    clock.pass(hour / 2);
    const renewed = await beat(body.sessionId);
    expect(renewed.status).toBe(200);
    expect(renewed.body.sessionId).toBe(body.sessionId);
    expect(expiry(renewed.body.cookies)).toBe(clock.now + 2 * hour * 1000);
    expect(renewed.body.expiresAt).toBe(new Date(clock.now + 2 * hour * 1000).toISOString());
    expect(renewed.cookies).toHaveLength(3);
    expect(renewed.body.signedHls).toContain(renewed.body.cookies['CloudFront-Signature']);
  });

  test('renews for no longer than the longest session', async () => {
    const { open, beat, clock } = world();
    const { body } = await open();
    const openedAt = clock.now;
    clock.pass(1.75 * hour);
    expect(expiry((await beat(body.sessionId)).body.cookies)).toBe(openedAt + 3 * hour * 1000);
    clock.pass(1.25 * hour);
    expect((await beat(body.sessionId)).status).toBe(410);
  });

  test('keeps the session counted for as long as its signature holds', async () => {
    const { open, beat, clock } = world();
    const { body } = await open();
    for (let n = 0; n < 2; n++) await open();
    clock.pass(2 * hour - 1);
    await beat(body.sessionId);
    clock.pass(60);
    for (let n = 0; n < 2; n++) expect((await open()).status).toBe(201);
    expect((await open()).status).toBe(409);
  });

  test.each<[string, Ask, number]>([
    ['of a stranger', { who: creator }, 404],
    ['of an admin', { who: admin }, 404],
  ])('%s is none', async (_, how, expected) => {
    const { open, beat } = world();
    const { body } = await open();
    expect((await beat(body.sessionId, how)).status).toBe(expected);
  });

  test('of an ended session, or of one whose film was taken back, ends it for the player', async () => {
    const { open, beat, end, published } = world();
    const [one, other] = [await open(), await open()];
    await end(one.body.sessionId);
    expect((await beat(one.body.sessionId)).status).toBe(410);
    published.asset = { ...published.asset, status: 'DELETED' };
    expect((await beat(other.body.sessionId)).status).toBe(410);
  });
});

describe('the age limit', () => {
  test('refuses to open an older film, and one without a rating', async () => {
    const { open, published, row } = world();
    published.ageLimit = 12;
    const { status, body } = await open();
    expect([status, body.type]).toEqual([403, 'urn:omnistream:problem:age-limited']);
    published.asset = { ...row, ageRating: 12 };
    expect((await open()).status).toBe(201);
  });

  test('ends the renewals of a session when it is lowered, except for the owner of the film', async () => {
    const { open, beat, published } = world();
    const { body } = await open();
    const own = await open({ who: creator });
    published.ageLimit = 6;
    expect((await beat(body.sessionId)).status).toBe(410);
    expect((await beat(own.body.sessionId, { who: creator })).status).toBe(200);
  });
});

describe('ending a session', () => {
  test.each<[string, Ask]>([
    ['its viewer', {}],
    ['an admin', { who: admin }],
  ])('by %s revokes it for as long as one of its signatures may be valid, as often as it is asked', async (_, how) => {
    const { open, end, revoked, clock } = world();
    const { body } = await open();
    const until = clock.now / 1000 + 2 * hour + 60;
    for (let n = 0; n < 2; n++) expect((await end(body.sessionId, how)).status).toBe(204);
    expect([...revoked]).toEqual([[body.sessionId, until]]);
  });

  test('by a stranger gets the same response as for a session that does not exist', async () => {
    const { open, end, revoked } = world();
    const { body } = await open();
    const answers = [await end(body.sessionId, { who: creator }), await end('A'.repeat(22), { who: creator })];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    const [theirs, none] = answers.map(({ body: { detail, ...rest } }) => rest);
    expect(theirs).toEqual(none);
    expect(revoked.size).toBe(0);
  });
});

test('the id of a session that is bound to a country contains the country', async () => {
  const { open } = world({ bindCountry: true });
  const from = async (country?: string) =>
    (await open({ headers: country === undefined ? {} : { 'cloudfront-viewer-country': country } })).body.sessionId;
  expect(await from('DE')).toMatch(/^[\w-]{20}DE$/);
  expect(await from('nonsense')).toMatch(/^[\w-]{20}--$/);
  expect(await from()).toMatch(/^[\w-]{20}--$/);
});

describe('in the table', () => {
  let laptop: Laptop;
  let client: DynamoDBClient;
  let store: SessionStore;

  beforeAll(async () => {
    laptop = await startLaptop((kernel) => [createDynamoDb(kernel)]);
    const { ref } = await laptop.deploy('AWS::DynamoDB::Table', 'Sessions', {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    client = new DynamoDBClient(laptop.clientConfig);
    store = new SessionTable(client, ref);
  });
  afterAll(async () => {
    client.destroy();
    await laptop.stop();
  });

  test('the limit holds against many who ask at once, and ended sessions stay ended', async () => {
    const { open, end, beat } = world({ store });
    const answers = await Promise.all(Array.from({ length: 8 }, () => open()));
    const opened = answers.filter(({ status }) => status === 201).map(({ body }) => body.sessionId);
    expect(opened).toHaveLength(3);
    const [first, second] = opened;
    expect((await beat(first)).status).toBe(200);
    await Promise.all([end(first), end(second), beat(first)]);
    expect(await Promise.all([beat(first), beat(second)])).toMatchObject([{ status: 410 }, { status: 410 }]);
    expect((await store.account('viewer-1')).open.map(({ id }) => id)).toEqual([opened[2]]);
    expect((await open({ body: { end: opened[2] } })).status).toBe(201);
  });
});
