import { generateKeyPairSync } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { signCookies } from '../../../lambda/delivery/cookies';
import { manifest } from '../../../lambda/delivery/manifest';
import type { Session } from '../../../lambda/delivery/sessions';
import { signDash, signHls } from '../../../lambda/delivery/signed-manifest';
import cases from '../../cases/signed-manifests.json';
import { captureLines } from '../../support/lines';

const assetId = 'abcdefghijklmnopqrst23';
const sessionId = 'AbCdEfGhIjKlMnOpQrSt_-';
const root = `/v/${sessionId}/${assetId}`;
const query = 'Policy=p&Signature=s~-_&Key-Pair-Id=K';

test.each(cases)('$name', ({ path, input, expected }) => {
  const sign = path.endsWith('.mpd') ? signDash : signHls;
  const text = sign(input.join('\n'), { root, path, query });
  const short = text.replaceAll('&amp;', '&').replaceAll(query, 'SIG').replaceAll(root, '~').trimEnd().split('\n');
  expect(short).toEqual(expected);
});

describe('the handler', () => {
  const session: Session = {
    id: sessionId,
    userId: 'viewer-1',
    assetId,
    title: 'Nosferatu',
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: Date.parse('2026-01-01T02:00:00Z') / 1000,
    cookies: { 'CloudFront-Policy': 'p', 'CloudFront-Signature': 's', 'CloudFront-Key-Pair-Id': 'K' },
  };
  const read: string[] = [];
  const ask = async (rawPath: string, row: Partial<Session> | undefined = {}, now = '2026-01-01T01:00:00Z') => {
    read.length = 0;
    const handler = manifest({
      sessions: { find: async (id) => (id === sessionId && row ? { ...session, ...row } : undefined) },
      read: async (key) => {
        read.push(key);
        return key.includes('missing') ? undefined : '#EXTM3U\nfilm.m3u8';
      },
      now: () => new Date(now),
    });
    const answer = await handler({
      rawPath,
      headers: { 'x-amz-cf-id': 'edge-1' } as Record<string, string>,
    } as LambdaFunctionURLEvent);
    return answer as { statusCode: number; headers: Record<string, string>; body: string };
  };
  const path = `/${sessionId}/${assetId}/manifests/1/index.m3u8`;

  test('answers a manifest that carries the session’s signature, for a minute at the edge and never in a browser', async () => {
    const { statusCode, headers, body } = await ask(path);
    expect([statusCode, body]).toEqual([
      200,
      `#EXTM3U\n${root}/signed/manifests/1/film.m3u8?Policy=p&Signature=s&Key-Pair-Id=K`,
    ]);
    expect(headers).toEqual({
      'content-type': 'application/vnd.apple.mpegurl',
      'cache-control': 'max-age=0, s-maxage=60',
      vary: 'accept-encoding',
    });
    expect(read).toEqual([`${assetId}/manifests/1/index.m3u8`]);
  });

  test('writes the session, the asset and the edge’s id of the request to its log, and no signature', async () => {
    const lines = captureLines();
    await ask(path);
    lines.restore();
    expect(lines.parsed()).toMatchObject([
      { message: 'request', sessionId, assetId, status: 200, path, edgeRequestId: 'edge-1' },
    ]);
    expect(lines.written.join()).not.toMatch(/Signature|Policy/);
  });

  test.each<[string, Partial<Session>, string | undefined]>([
    ['that was ended', { endedAt: '2026-01-01T00:30:00.000Z' }, undefined],
    ['that is over', {}, '2026-01-01T02:00:00Z'],
    ['of another asset', { assetId: 'bbbbbbbbbbbbbbbbbbbbbb' }, undefined],
  ])('refuses a session %s', async (_, row, now) => {
    const { statusCode, headers } = await ask(path, row, now);
    expect([statusCode, headers['cache-control']]).toEqual([403, 'no-store']);
  });

  test.each([
    `/${sessionId}/${assetId}/picture/1/film.m4s`,
    `/${sessionId}/${assetId}/manifests/../work/index.m3u8`,
    `/${sessionId}/${assetId}/manifests/%2e%2e/index.m3u8`,
    `/${sessionId}/${assetId}/work/1/index.m3u8`,
    `/${assetId}/manifests/1/index.m3u8`,
  ])('reads nothing for %s', async (other) => {
    expect((await ask(other)).statusCode).toBe(404);
    expect(read).toEqual([]);
  });

  test('says so where there is no such manifest', async () => {
    expect((await ask(path.replace('index', 'missing'))).statusCode).toBe(404);
  });
});

/** Lambda's limit for the JSON that a function returns; recorded, see local/services/lambda/sandbox.ts. */
const LARGEST_RESPONSE = 6_291_556;
const HOUR = 3600;

describe('a long film', () => {
  const name = 'key-frames.m3u8';

  /** The longest playlist of a film: its key frames, one every two seconds, as ranges of segments of six. */
  function keyFrames(seconds: number): string {
    const entries = Array.from({ length: seconds / 2 }, (_, index) => {
      const segment = String(Math.floor(index / 3) + 1).padStart(9, '0');
      return `#EXTINF:2.000000,\n#EXT-X-BYTERANGE:123456@1234567\nfilm_1080p_${segment}.cmfv`;
    });
    return ['#EXTM3U', '#EXT-X-I-FRAMES-ONLY', ...entries, '#EXT-X-ENDLIST', ''].join('\n');
  }

  async function ask(seconds: number, origin: string, accepted?: string) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const expiresAt = Date.parse('2026-01-01T02:00:00Z') / 1000;
    const resource = `${origin}/v/${sessionId}/${assetId}/*`;
    const cookies = signCookies(resource, expiresAt, { keyPairId: 'K2JCJMDEHXQW5F', privateKey });
    const createdAt = '2026-01-01T00:00:00.000Z';
    const session = { id: sessionId, userId: 'viewer-1', assetId, title: 'Sátántangó', createdAt, expiresAt, cookies };
    const answer = await manifest({
      sessions: { find: async () => session },
      read: async () => keyFrames(seconds),
      now: () => new Date(createdAt),
    })({
      rawPath: `/${sessionId}/${assetId}/picture/0a1b2c3d/${name}`,
      headers: { ...(accepted && { 'accept-encoding': accepted }) },
    } as unknown as LambdaFunctionURLEvent);
    const size = Buffer.byteLength(JSON.stringify(answer));
    return { size, answer: answer as { statusCode: number; headers: Record<string, string>; body: string } };
  }

  // The longest name of a distribution's own domain that a certificate takes: RFC 5280's common name is 64 long.
  const domains = ['https://d111111abcdef8.cloudfront.net', `https://${'m'.repeat(52)}.example.com`];

  test.each(domains)('of six hours has key frames that fit into a response uncompressed, at %s', async (domain) => {
    const { size, answer } = await ask(6 * HOUR, domain);
    expect(answer.statusCode).toBe(200);
    expect(size).toBeLessThanOrEqual(LARGEST_RESPONSE);
    // So near that longer films need the compression.
    expect(size).toBeGreaterThan(0.85 * LARGEST_RESPONSE);
  });

  test('of a day, the longest that a stage allows, fits compressed', async () => {
    const { size, answer } = await ask(24 * HOUR, domains[0] as string, 'br,gzip');
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(size).toBeLessThan(LARGEST_RESPONSE / 4);
    const lines = gunzipSync(Buffer.from(answer.body, 'base64')).toString().split('\n');
    expect(lines.filter((line) => line.includes('Signature='))).toHaveLength(12 * HOUR);
  });

  test('of a day is refused with a way on where the viewer does not accept gzip', async () => {
    const { answer } = await ask(24 * HOUR, domains[0] as string);
    expect(answer).toMatchObject({ statusCode: 406, headers: { 'cache-control': 'no-store' } });
    expect(answer.body).toMatch(/Accept gzip, or use the session’s cookies/);
  });
});
