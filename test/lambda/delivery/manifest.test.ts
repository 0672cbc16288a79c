import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { manifest } from '../../../lambda/delivery/manifest';
import type { Session } from '../../../lambda/delivery/sessions';
import { signDash, signHls } from '../../../lambda/delivery/signed-manifest';
import cases from '../../cases/signed-manifests.json';

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
    const answer = await handler({ rawPath } as LambdaFunctionURLEvent);
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
    });
    expect(read).toEqual([`${assetId}/manifests/1/index.m3u8`]);
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
