import { execFileSync } from 'node:child_process';
import { createVerify, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '@omnistream/local/test';
import { signCookies } from '../../../lambda/delivery/cookies';
import { playback } from '../../../lambda/delivery/playback';
import type { Asset } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import { type Ask, admin, creator, httpEvent, memoryKeys, read, someAsset, viewer } from '../api/support';
import { memorySessions } from './support';

const { privateKey, publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const key = { keyPairId: 'K2JCJMDEHXQW5F', privateKey };

/** CloudFront's base64 read back. */
const decode = (text: string) =>
  Buffer.from(text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'), 'base64');

const manifests = (id: string) => ({
  version: 1,
  hls: `${id}/manifests/1/index.m3u8`,
  dash: `${id}/manifests/1/index.mpd`,
});

function world(...rows: Asset[]) {
  const store = memorySessions();
  const handler = http(
    playback({
      assets: { find: async (id) => rows.find((row) => row.id === id) },
      sessions: store,
      keys: memoryKeys(),
      viewers: { ageLimit: async () => 18 },
      revocations: { add: async () => {} },
      signingKey: async () => key,
      viewerOrigin: 'https://d111111abcdef8.cloudfront.net',
      limits: { sessionSeconds: 3600, longestSeconds: 7200, concurrent: 100, perHour: 100 },
      bindCountry: false,
      licenseUrls: {},
      now: () => new Date('2026-01-01T00:00:00Z'),
    }),
  );
  const ask = async (how: Ask) =>
    read(await handler(httpEvent('POST /api/assets/{id}/playback', { who: viewer, ...how })));
  return { ask, store };
}

const film = (members: Partial<Asset> = {}): Asset => {
  const row = someAsset(members);
  return { ...row, manifests: manifests(row.id) };
};

describe('POST /api/assets/{id}/playback', () => {
  test.each(['PLAYABLE', 'READY'] as const)('opens a session for an asset that is %s', async (status) => {
    const row = film({ status });
    const { ask, store } = world(row);
    const answer = await ask({ id: row.id });
    expect(answer.status).toBe(201);
    const { sessionId, hls, dash, expiresAt } = answer.body;
    expect(sessionId).toMatch(/^[\w-]{22}$/);
    const base = `https://d111111abcdef8.cloudfront.net/v/${sessionId}/${row.id}`;
    expect([hls, dash]).toEqual([`${base}/manifests/1/index.m3u8`, `${base}/manifests/1/index.mpd`]);
    expect(expiresAt).toBe('2026-01-01T01:00:00.000Z');
    expect([...store.rows.values()]).toEqual([
      {
        id: sessionId,
        userId: 'viewer-1',
        assetId: row.id,
        title: row.title,
        createdAt: '2026-01-01T00:00:00.000Z',
        expiresAt: Date.parse(expiresAt) / 1000,
        cookies: answer.body.cookies,
      },
    ]);
  });

  test('signs for this session and this asset alone, until the session ends', async () => {
    const row = film();
    const { body } = await world(row).ask({ id: row.id });
    const policy = JSON.parse(decode(body.cookies['CloudFront-Policy']).toString());
    const Resource = `https://d111111abcdef8.cloudfront.net/v/${body.sessionId}/${row.id}/*`;
    const Condition = { DateLessThan: { 'AWS:EpochTime': Date.parse(body.expiresAt) / 1000 } };
    expect(policy).toEqual({ Statement: [{ Resource, Condition }] });
    expect(body.cookies['CloudFront-Key-Pair-Id']).toBe(key.keyPairId);
  });

  test('sets the same cookies for the session’s path, out of reach of scripts and of other sites', async () => {
    const row = film();
    const { body, cookies } = await world(row).ask({ id: row.id });
    const attributes = `Path=/v/${body.sessionId}/; Secure; HttpOnly; SameSite=Lax`;
    const expected = Object.entries(body.cookies).map(([name, value]) => `${name}=${value}; ${attributes}`);
    expect(cookies).toEqual(expected);
    expect(cookies).toHaveLength(3);
  });

  test('answers signed addresses too, by the same signature, in a tree of their own', async () => {
    const row = film();
    const { body } = await world(row).ask({ id: row.id });
    for (const [signed, name] of [
      [body.signedHls, 'index.m3u8'],
      [body.signedDash, 'index.mpd'],
    ]) {
      const url = new URL(signed);
      expect(url.pathname).toBe(`/v/${body.sessionId}/${row.id}/signed/manifests/1/${name}`);
      expect(Object.fromEntries([...url.searchParams].map(([k, v]) => [`CloudFront-${k}`, v]))).toEqual(body.cookies);
    }
  });

  test('never gives one session id twice', async () => {
    const row = film();
    const { ask, store } = world(row);
    await Promise.all(Array.from({ length: 50 }, () => ask({ id: row.id })));
    expect(store.rows.size).toBe(50);
  });

  test.each([
    ['hides an unfinished asset from viewers', viewer, 'PROCESSING', 404],
    ['tells its owner that it cannot be played yet', creator, 'PROCESSING', 409],
    ['tells an admin that it cannot be played any more', admin, 'FAILED', 409],
    ['knows no deleted asset', creator, 'DELETED', 404],
  ] as const)('%s', async (_name, who, status, expected) => {
    const row = film({ status });
    const { ask, store } = world(row);
    expect((await ask({ id: row.id, who })).status).toBe(expected);
    expect(store.rows.size).toBe(0);
  });

  test('knows no asset by another id', async () => {
    expect((await world(film()).ask({ id: 'a'.repeat(22) })).status).toBe(404);
  });
});

describe('signCookies', () => {
  // Any text may be signed; signatures of many lengths and with all three special characters come up.
  const made = Array.from({ length: 40 }, (_, n) =>
    signCookies(`https://example.com/v/${n}/*`, 1_900_000_000 + n, key),
  );

  test('writes an ECDSA signature over the policy that node:crypto verifies', () => {
    for (const cookies of made) {
      const policy = decode(cookies['CloudFront-Policy'] as string);
      const signature = decode(cookies['CloudFront-Signature'] as string);
      expect(createVerify('SHA1').update(policy).verify(publicKey, signature)).toBe(true);
      const changed = Buffer.concat([policy, Buffer.from(' ')]);
      expect(verify('SHA1', changed, publicKey, signature)).toBe(false);
    }
  });

  test('uses only characters that a cookie can hold', () => {
    for (const cookies of made) for (const value of Object.values(cookies)) expect(value).toMatch(/^[\w\-~]+$/);
  });

  needs('openssl').test('is verified by OpenSSL too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signature-'));
    const [cookies] = made;
    writeFileSync(join(folder, 'key.pem'), publicKey);
    writeFileSync(join(folder, 'policy'), decode(cookies?.['CloudFront-Policy'] ?? ''));
    writeFileSync(join(folder, 'signature'), decode(cookies?.['CloudFront-Signature'] ?? ''));
    const args = ['dgst', '-sha1', '-verify', 'key.pem', '-signature', 'signature', 'policy'];
    expect(execFileSync('openssl', args, { cwd: folder }).toString()).toContain('Verified OK');
  });

  needs('botocore').test('writes policy and base64 as botocore’s CloudFrontSigner does', () => {
    const script = `
import json, sys
from botocore.signers import CloudFrontSigner
from urllib.parse import urlparse, parse_qs
policy, signature = sys.argv[1].encode(), bytes.fromhex(sys.argv[2])
url = CloudFrontSigner('K2JCJMDEHXQW5F', lambda message: signature).generate_presigned_url('https://example.com/', policy=policy.decode())
print(json.dumps({k: v[0] for k, v in parse_qs(urlparse(url).query).items()}))`;
    for (const cookies of made.slice(0, 3)) {
      const policy = decode(cookies['CloudFront-Policy'] as string).toString();
      const signature = decode(cookies['CloudFront-Signature'] as string).toString('hex');
      expect(JSON.parse(execFileSync('python3', ['-c', script, policy, signature]).toString())).toEqual({
        Policy: cookies['CloudFront-Policy'],
        Signature: cookies['CloudFront-Signature'],
        'Key-Pair-Id': key.keyPairId,
      });
    }
  });
});
