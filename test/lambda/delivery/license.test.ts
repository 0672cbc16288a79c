import { license } from '../../../lambda/delivery/license';
import type { Session } from '../../../lambda/delivery/sessions';
import type { Asset } from '../../../lambda/shared/assets';
import { contentKey } from '../../../lambda/shared/content-keys';
import { http } from '../../../lambda/shared/http';
import { captureLines } from '../../support/lines';
import { type Ask, admin, httpEvent, read, someAsset, viewer } from '../api/support';

const master = 'm'.repeat(64);
const keyIds = ['53abdba2-f210-43cb-bc90-f18f9a890a02', '98ee5596-cd3e-a20d-163a-e382420c6eff'];
const now = new Date('2026-01-01T00:00:00Z');
const later = now.getTime() / 1000 + 60;
const id = 'AAAAAAAAAAAAAAAAAAAAAA';

const kidOf = (keyId: string) => Buffer.from(keyId.replaceAll('-', ''), 'hex').toString('base64url');

function world(film: Partial<Asset> = {}, change: Partial<Session> = {}) {
  const asset = someAsset({ status: 'READY', drm: { scheme: 'cbcs', keyIds }, ...film });
  const cookies = { 'CloudFront-Policy': 'a', 'CloudFront-Signature': 'b', 'CloudFront-Key-Pair-Id': 'c' };
  const times = { createdAt: now.toISOString(), expiresAt: later };
  const session = { id, userId: viewer.sub, assetId: asset.id, title: asset.title, cookies, ...times, ...change };
  const handler = http(
    license({
      assets: { find: async (wanted) => (wanted === asset.id ? asset : undefined) },
      sessions: { find: async (wanted) => (wanted === id ? (session as Session) : undefined) },
      master: async () => master,
      now: () => now,
    }),
  );
  const ask = async (body: unknown, how: Partial<Ask> = {}) =>
    read(await handler(httpEvent('POST /api/sessions/{id}/license', { who: viewer, id, body, ...how })));
  return { asset, ask };
}

const request = { kids: keyIds.map(kidOf), type: 'temporary' };

test('a session gets the keys of its film, in the format of W3C’s clear key', async () => {
  const { asset, ask } = world();
  const { status, body } = await ask(request);
  expect(status).toBe(200);
  expect(body).toEqual({
    type: 'temporary',
    keys: keyIds.map((keyId) => ({
      kty: 'oct',
      kid: kidOf(keyId),
      k: contentKey(master, asset.id, keyId).toString('base64url'),
    })),
  });
});

test('a request for keys is in the log by its session and film, and its keys are not', async () => {
  const { asset, ask } = world();
  const lines = captureLines();
  const { body } = await ask(request);
  lines.restore();
  expect(lines.parsed()).toMatchObject([{ message: 'request', sessionId: id, assetId: asset.id, status: 200 }]);
  for (const { k } of body.keys) expect(lines.written.join()).not.toContain(k);
});

test('a player asks for the keys that it needs, one by one', async () => {
  const { body } = await world().ask({ kids: [kidOf(keyIds[1] as string)] });
  expect(body.keys.map(({ kid }: { kid: string }) => kid)).toEqual([kidOf(keyIds[1] as string)]);
});

describe('no key is given', () => {
  test.each([
    ['by a session that was ended', {}, { endedAt: now.toISOString() }, 410],
    ['by a session that is over', {}, { expiresAt: later - 60 }, 410],
    ['by a session of somebody else', {}, { userId: 'somebody-else' }, 404],
    ['to a film that is not encrypted', { drm: undefined }, {}, 403],
    ['to a film that was taken down', { status: 'DELETED' }, {}, 403],
    ['to a film that is gone', {}, { assetId: 'abcdefghijklmnopqrstuu' }, 403],
  ] as const)('%s', async (_, film, change, expected) => {
    const { status, body } = await world(film, change).ask(request);
    expect(status).toBe(expected);
    expect(JSON.stringify(body)).not.toContain('"k"');
  });

  test('by a session that there is not, and to no admin by a viewer’s session', async () => {
    expect((await world().ask(request, { id: 'BBBBBBBBBBBBBBBBBBBBBB' })).status).toBe(404);
    expect((await world().ask(request, { id: '../x' })).status).toBe(404);
    expect((await world().ask(request, { who: admin })).status).toBe(404);
  });

  test('of another film, not even beside keys of this one', async () => {
    const other = '00000000-cd3e-a20d-163a-e382420c6eff';
    expect((await world().ask({ kids: [kidOf(other)] })).status).toBe(403);
    expect((await world().ask({ kids: [...request.kids, kidOf(other)] })).status).toBe(403);
  });

  test.each([
    ['without key ids', { kids: [] }],
    ['with key ids that are no texts', { kids: [1] }],
    ['for offline viewing', { ...request, type: 'persistent-license' }],
    ['with members that clear key does not know', { ...request, assetId: 'a' }],
  ])('for a request %s', async (_, body) => {
    expect((await world().ask(body)).status).toBe(400);
  });

  test('for key ids of another length', async () => {
    expect((await world().ask({ kids: ['AAAA'] })).status).toBe(403);
  });
});
