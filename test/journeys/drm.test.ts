import { request } from 'node:http';
import { ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { buildWorker, film, findBox, has, needBox, needs, squareEnglish } from '@omnistream/local/test';
import { signedHeaders } from '@omnistream/local/wire';
import type { Browser } from 'playwright-core';
import { type Api, accessTokenOf, signedIn } from '../support/api';
import { parseMedia, parseMultivariant } from '../support/manifests';
import { omnistream, type Platform, startPlatform } from '../support/platform';
import { openBrowser, watch } from '../support/player';

/** A film that is encrypted by keys of the platform's own, and those who may play it. */
let platform: Platform;
let browser: Browser;
let creator: Api;
let token: string;
let assetId: string;
// biome-ignore lint/suspicious/noExplicitAny: JSON of the API
let session: any;
let mpd: string;

const cookie = () => ({
  cookie: Object.entries(session.cookies)
    .map((pair) => pair.join('='))
    .join('; '),
});
async function get(url: string): Promise<Buffer> {
  const response = await fetch(url, { headers: cookie() });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

beforeAll(async () => {
  platform = await startPlatform({ context: ['stage=dev-drm'] });
  const english = await squareEnglish(buildWorker('transcode'));
  const upload = omnistream(platform, 'upload', english, '--language', 'en', '--wait');
  if (upload.status !== 0) throw new Error(`the upload failed: ${upload.stderr}`);
  assetId = upload.json.id;
  creator = await signedIn(platform, 'creator@example.com');
  token = await accessTokenOf(platform, 'creator@example.com');
  session = (await creator('POST', `/assets/${assetId}/playback`)).body;
  mpd = (await get(session.dash)).toString();
  if (has('chromium')) browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

const clearKey = 'org.w3.clearkey';
const play = (license?: { url: string; authorization: string }, { until = 4, untilError = false } = {}) =>
  watch(browser, {
    player: 'shaka',
    web: platform.web,
    manifest: session.dash,
    cookies: session.cookies,
    until,
    untilError,
    ...(license && { license }),
  });

test('playback says how the film is encrypted, and where its keys are to be had', () => {
  expect(session.drm).toEqual({
    scheme: 'cenc',
    keyIds: [expect.stringMatching(/^[\da-f-]{36}$/), expect.stringMatching(/^[\da-f-]{36}$/)],
    licenseUrls: { [clearKey]: `${platform.web}/api/sessions/${session.sessionId}/license` },
  });
});

test('the manifests say it, too, for picture and sound', async () => {
  const named = [...mpd.matchAll(/default_KID="([^"]+)"/g)].map(([, keyId]) => keyId);
  expect(named.sort()).toEqual(session.drm.keyIds);
  expect(mpd).toContain('urn:uuid:e2719d58-a985-b3c9-781a-b030af78d30e');
  const playlist = (await get(session.hls)).toString();
  expect(playlist.match(/#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES-CTR/g)).toHaveLength(2);
  const { variants, keyFrames } = parseMultivariant(playlist, session.hls);
  expect((await get(keyFrames[0] ?? '')).toString()).toMatch(
    /#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:.*\n#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,/,
  );
  expect((await get(variants[0]?.uri ?? '')).toString()).toMatch(
    /#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,.*org\.w3\.clearkey/,
  );
});

test('segments are encrypted sample by sample, under the key that the init segment names', async () => {
  const { variants } = parseMultivariant((await get(session.hls)).toString(), session.hls);
  const { init, segments } = parseMedia((await get(variants[0]?.uri ?? '')).toString(), variants[0]?.uri ?? '');
  const header = await get(init);
  const stsd = needBox(header, 'moov/trak/mdia/minf/stbl/stsd');
  expect(stsd.toString('latin1', 12, 16)).toBe('encv');
  const tenc = needBox(stsd.subarray(16 + 78), 'sinf/schi/tenc');
  const keyId = tenc.toString('hex', 8, 24);
  expect(session.drm.keyIds.map((id: string) => id.replaceAll('-', ''))).toContain(keyId);
  const segment = await get(segments[0]?.uri ?? '');
  const traf = needBox(segment, 'moof/traf');
  for (const box of ['senc', 'saiz', 'saio']) expect(findBox(traf, box)).toBeDefined();
});

needs('chromium').test('the film plays in Chromium with a licence of its session', async () => {
  const viewing = await play({ url: session.drm.licenseUrls[clearKey], authorization: `Bearer ${token}` });
  expect(viewing.errors).toEqual([]);
  expect(viewing.position).toBeGreaterThanOrEqual(4);
  expect(viewing.frames).toBeGreaterThan(24);
});

needs('chromium').test('it does not play without: a player has none, or is refused one', async () => {
  // NO_LICENSE_SERVER_GIVEN, LICENSE_REQUEST_FAILED: https://shaka-player-demo.appspot.com/docs/api/shaka.util.Error.html
  expect(await play(undefined, { untilError: true })).toMatchObject({ frames: 0, errors: ['shaka 6012'] });
  const refused = await play(
    { url: session.drm.licenseUrls[clearKey], authorization: 'Bearer x' },
    { untilError: true },
  );
  // The player may advance the position over parts that do not play, but it shows no picture.
  expect(refused.frames).toBe(0);
  expect(refused.errors).toContain('shaka 6007');
});

test('no other session gets the keys, and none once the session has ended', async () => {
  const wanted = {
    kids: session.drm.keyIds.map((id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')),
  };
  const ask = (api: Api) => api('POST', `/sessions/${session.sessionId}/license`, wanted);
  expect((await ask(creator)).status).toBe(200);
  expect((await ask(await signedIn(platform, 'viewer@example.com'))).status).toBe(404);
  expect((await ask(await signedIn(platform, 'admin@example.com'))).status).toBe(404);
  await creator('DELETE', `/sessions/${session.sessionId}`);
  expect((await ask(creator)).status).toBe(410);
});

needs('chromium').test('a recording without a picture is encrypted by one key, and plays with it', async () => {
  const upload = omnistream(
    platform,
    'upload',
    await film('audioOnly', buildWorker('transcode')),
    '--language',
    'fi',
    '--wait',
  );
  session = (await creator('POST', `/assets/${upload.json.id}/playback`)).body;
  expect(session.drm).toMatchObject({ scheme: 'cenc', keyIds: [expect.any(String)] });
  // Its job writes no playlists: their key comes from the MPD.
  const playlist = (await get(session.hls)).toString();
  expect(playlist).toMatch(/#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES-CTR,URI="data:[^"]+",KEYID=0x[\da-f]{32},KEYFORMAT="/);
  const { variants } = parseMultivariant(playlist, session.hls);
  const sound = (await get(variants[0]?.uri ?? '')).toString();
  expect(sound).toContain('#EXT-X-KEY:METHOD=SAMPLE-AES-CTR');
  const header = await get(parseMedia(sound, variants[0]?.uri ?? '').init);
  expect(needBox(header, 'moov/trak/mdia/minf/stbl/stsd').toString('latin1', 12, 16)).toBe('enca');
  const authorization = `Bearer ${token}`;
  expect(await play({ url: session.drm.licenseUrls[clearKey], authorization }, { until: 2 })).toMatchObject({
    errors: [],
  });
});

describe('the key provider', () => {
  let url: URL;
  beforeAll(async () => {
    const { Jobs = [] } = await new MediaConvertClient(platform.owner).send(new ListJobsCommand({}));
    const groups = Jobs.flatMap(({ Settings }) => Settings?.OutputGroups ?? []);
    const [provider] = groups.flatMap(
      ({ OutputGroupSettings }) => OutputGroupSettings?.CmafGroupSettings?.Encryption?.SpekeKeyProvider ?? [],
    );
    url = new URL(provider?.Url ?? '');
  });

  const ask = (headers: Record<string, string>) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const own = { host: url.host, ...headers };
      const port = platform.port + 2;
      request({ host: '127.0.0.1', port, path: url.pathname, method: 'POST', headers: own }, (response) => {
        let body = '';
        response.on('data', (part) => {
          body += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      })
        .on('error', reject)
        .end('<a/>');
    });
  const signed = (service: string, another: { secretAccessKey?: string } = {}) =>
    signedHeaders(
      { method: 'POST', host: url.host, path: url.pathname, headers: { 'x-speke-version': '2.0' }, body: '<a/>' },
      { ...platform.owner.credentials, sessionToken: '', ...another },
      { region: 'eu-west-1', service },
      Date.now(),
    );

  test('answers nobody who does not sign, or signs with another secret, or for another service', async () => {
    const refused = { status: 403, body: '{"message":"Forbidden"}' };
    expect(await ask({ 'x-speke-version': '2.0' })).toEqual(refused);
    expect(await ask({ authorization: `Bearer ${token}`, 'x-speke-version': '2.0' })).toEqual(refused);
    expect(await ask(signed('execute-api', { secretAccessKey: 'guessed' }))).toEqual(refused);
    expect(await ask(signed('lambda'))).toEqual(refused);
  });

  test('tells whom it lets in what is wrong with a request', async () => {
    const answer = await ask(signed('execute-api'));
    expect(answer).toEqual({ status: 422, body: 'Malformed CPIX: the document is not CPIX' });
  });
});
