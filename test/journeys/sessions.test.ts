import { GetBucketPolicyCommand, ListBucketsCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { buildWorker, has, needs, squareEnglish } from '@omnistream/local/test';
import type { Browser } from 'playwright-core';
import { type Api, signedIn } from '../support/api';
import { everyFile } from '../support/manifests';
import { omnistream, type Platform, startPlatform } from '../support/platform';
import { openBrowser, watch } from '../support/player';

/** Playback sessions from the view of viewers and players: permissions, duration, number of devices and country. */
let platform: Platform;
let browser: Browser;
let viewer: Api;
let admin: Api;
let assetId: string;

const open = async (api: Api = viewer, body?: object) => (await api('POST', `/assets/${assetId}/playback`, body)).body;
/** Ends all open sessions. The response to one session too many lists them. */
const endAll = async () => {
  for (;;) {
    const { status, body } = await viewer('POST', `/assets/${assetId}/playback`);
    if (status === 201) continue;
    for (const { id } of body.sessions) await viewer('DELETE', `/sessions/${id}`);
    return;
  }
};
const cookie = (cookies: Record<string, string>) => ({
  cookie: Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; '),
});
const statusOf = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  return response.status;
};
const textOf = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
};
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

beforeAll(async () => {
  platform = await startPlatform();
  const film = await squareEnglish(buildWorker('transcode'));
  const upload = omnistream(platform, 'upload', film, '--language', 'en', '--wait');
  if (upload.status !== 0) throw new Error(`the upload failed: ${upload.stderr}`);
  assetId = upload.json.id;
  viewer = await signedIn(platform, 'viewer@example.com');
  admin = await signedIn(platform, 'admin@example.com');
  if (has('chromium')) browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

beforeEach(() => endAll());

// First, while the edge has nothing of the film in its cache.
describe('with the primary bucket refusing', () => {
  let s3: S3Client;
  let Bucket: string;
  let before: string | undefined;

  beforeAll(async () => {
    s3 = new S3Client(platform.owner);
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    Bucket = Buckets?.map(({ Name = '' }) => Name).find((name) => /storage-content[^a-z]*/.test(name)) ?? '';
    before = (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;
    const Statement = [
      { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
    ];
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  });
  afterAll(async () => {
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: before }));
    s3.destroy();
  });

  test('playback goes on from the replica, by cookies and by signed addresses', async () => {
    const { hls, signedHls, cookies } = await open();
    const files = await everyFile(hls, (url) => textOf(url, cookie(cookies)));
    const signed = await everyFile(signedHls, textOf);
    expect([files.length, signed.length]).toEqual([expect.any(Number), files.length]);
    const answers = await Promise.all(
      files.map(async (url) => {
        const response = await fetch(url, { headers: cookie(cookies) });
        await response.arrayBuffer();
        return [response.status, url.includes('.m3u8') ? '' : response.headers.get('x-cache')].join(' ');
      }),
    );
    // Segments that the edge did not have before.
    expect([...new Set(answers)].sort()).toEqual(['200 ', '200 Miss from cloudfront']);
    expect([...new Set(await Promise.all(signed.map((url) => statusOf(url))))]).toEqual([200]);
  });
});

describe('a player without cookies', () => {
  test('finds every address of every manifest signed, and each opens', async () => {
    const { signedHls, signedDash } = await open();
    const files = [...(await everyFile(signedHls, textOf)), signedDash];
    expect(files.length).toBeGreaterThan(30);
    for (const url of files) expect([url, new URL(url).searchParams.has('Signature')]).toEqual([url, true]);
    expect([...new Set(await Promise.all(files.map((url) => statusOf(url))))]).toEqual([200]);
    const bare = files.map((url) => url.split('?')[0] as string);
    expect([...new Set(await Promise.all(bare.map((url) => statusOf(url))))]).toEqual([403]);
    // Reading on another site's page: CORS for all, credentials for none.
    const { headers } = await fetch(signedHls, { headers: { origin: 'https://elsewhere.example' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const preflight = await fetch(signedHls, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      expect.stringContaining('Range'),
    ]);
  });

  needs('chromium').test.each(['hls', 'shaka'] as const)('plays from start to end by %s', async (player) => {
    const { signedHls, signedDash } = omnistream(platform, 'playback', assetId, '--user', 'viewer@example.com').json;
    const manifest = player === 'hls' ? signedHls : signedDash;
    const viewing = await watch(browser, { player, web: platform.web, manifest, cookies: {} });
    expect(viewing).toMatchObject({ errors: [], ended: true });
    expect(viewing.position).toBeGreaterThan(29.8);
  });
});

test('two sessions share every segment in the edge’s cache, whichever form their addresses have', async () => {
  const [one, two] = [await open(), await open()];
  const segmentsOf = async (manifest: string, headers = {}) => {
    const files = await everyFile(manifest, (url) => textOf(url, headers));
    return files.filter((url) => !url.includes('.m3u8'));
  };
  for (const url of await segmentsOf(one.hls, cookie(one.cookies))) await statusOf(url, cookie(one.cookies));
  const caches = async (urls: string[], headers = {}) =>
    Promise.all(
      urls.map(async (url) => {
        const response = await fetch(url, { headers });
        await response.arrayBuffer();
        return response.headers.get('x-cache');
      }),
    );
  const byCookie = await caches(await segmentsOf(two.hls, cookie(two.cookies)), cookie(two.cookies));
  const byAddress = await caches(await segmentsOf(two.signedHls));
  expect(byCookie.length).toBeGreaterThan(20);
  expect([...new Set([...byCookie, ...byAddress])]).toEqual(['Hit from cloudfront']);
});

describe('a session', () => {
  test('is renewed by a heartbeat, under the same addresses', async () => {
    const session = await open();
    await pause(1100);
    const { status, body } = await viewer('POST', `/sessions/${session.sessionId}/heartbeat`);
    expect(status).toBe(200);
    expect([body.hls, body.sessionId]).toEqual([session.hls, session.sessionId]);
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(Date.parse(session.expiresAt));
    expect(await statusOf(session.hls, cookie(body.cookies))).toBe(200);
    expect(await statusOf(session.hls, cookie(session.cookies))).toBe(200);
  });

  test('is one of three: the fourth is told which, and may end one in the same breath', async () => {
    const three = [await open(), await open(), await open()].map(({ sessionId }) => sessionId);
    const { status, contentType, body } = await viewer('POST', `/assets/${assetId}/playback`);
    expect([status, contentType]).toEqual([409, expect.stringContaining('application/problem+json')]);
    expect(body.sessions.map(({ id }: { id: string }) => id)).toEqual(three);
    expect(body.sessions[0]).toMatchObject({
      title: 'squareEnglish',
      startedAt: expect.any(String),
      device: expect.any(String),
    });
    const instead = await viewer('POST', `/assets/${assetId}/playback`, { end: three[0] });
    expect(instead.status).toBe(201);
    const refused = await viewer('POST', `/sessions/${three[0]}/heartbeat`);
    expect(refused.status).toBe(410);
  });

  test('is not one of four, however many are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => viewer('POST', `/assets/${assetId}/playback`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
  });

  test.each<[string, () => Api]>([
    ['its viewer', () => viewer],
    ['an admin', () => admin],
  ])('that %s ends is refused soon after, in both forms and for what is cached, and no other is', async (_, who) => {
    const [ended, other] = [await open(), await open()];
    const addresses: [string, Record<string, string>][] = [
      [ended.hls, cookie(ended.cookies)],
      [ended.signedHls, {}],
      [ended.signedDash, {}],
    ];
    for (const [url, headers] of addresses) expect(await statusOf(url, headers)).toBe(200);
    expect((await who()('DELETE', `/sessions/${ended.sessionId}`)).status).toBe(204);
    for (const [url, headers] of addresses) while ((await statusOf(url, headers)) !== 403) await pause(50);
    expect(await statusOf(other.hls, cookie(other.cookies))).toBe(200);
  });

  test('is nobody else’s to renew or to end', async () => {
    const { sessionId } = await open();
    const creator = await signedIn(platform, 'creator@example.com');
    const answers = [
      await creator('POST', `/sessions/${sessionId}/heartbeat`),
      await creator('DELETE', `/sessions/${sessionId}`),
      await viewer('DELETE', `/sessions/${'A'.repeat(22)}`),
    ];
    expect(answers.map(({ status, body }) => [status, body.type])).toEqual(
      Array(3).fill([404, 'urn:omnistream:problem:session-not-found']),
    );
  });
});
