import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorker, has, needs, sample, squareEnglish } from '@omnistream/local/test';
import type { Browser } from 'playwright-core';
import { agreeingPlaylists, authoringProblems, readMultivariant, targetDurationProblems } from '../../cli/presentation';
import { type Api, signedIn } from '../support/api';
import { askLake } from '../support/athena';
import { eventually } from '../support/audience';
import { everyFile, type MediaPlaylist, parseMedia, parseMultivariant } from '../support/manifests';
import { mpdProblems } from '../support/mpd';
import { omnistream, type Platform, startPlatform } from '../support/platform';
import { openBrowser, watch } from '../support/player';

/** The way of a film as its people go it: the CLI, the API, the players and the page; nothing of the inside is touched. */
const film = sample('film-en.mp4');
const folder = mkdtempSync(join(tmpdir(), 'journey-'));
let platform: Platform;
let browser: Browser;
// biome-ignore lint/suspicious/noExplicitAny: JSON of the CLI
let asset: any;
// biome-ignore lint/suspicious/noExplicitAny: JSON of the CLI
let playback: any;

const cookieHeader = (cookies: Record<string, string>) => ({
  cookie: Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; '),
});

async function get(url: string): Promise<string> {
  const response = await fetch(url, { headers: cookieHeader(playback.cookies) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

const statusOf = async (url: string, cookies: Record<string, string>) => {
  const response = await fetch(url, { headers: cookieHeader(cookies) });
  await response.arrayBuffer();
  return response.status;
};

beforeAll(async () => {
  platform = await startPlatform();
  const upload = omnistream(platform, 'upload', film, '--language', 'en', '--wait');
  if (upload.status !== 0) throw new Error(`the upload failed: ${upload.stderr}`);
  asset = upload.json;
  playback = omnistream(platform, 'playback', asset.id).json;
  if (has('chromium')) browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

describe('a film that was uploaded', () => {
  test('is READY, with a ladder that was never upscaled', () => {
    expect(asset.status).toBe('READY');
    const sizes = asset.tracks.video.map(({ width, height }: { width: number; height: number }) => [width, height]);
    expect(sizes).toEqual([
      [1280, 720],
      [960, 540],
      [640, 360],
      [480, 270],
    ]);
    expect(asset.tracks.audio).toEqual([{ language: 'en', kind: 'original' }]);
  });

  test('is listed', () => {
    const { json } = omnistream(platform, 'assets');
    expect(json.assets.map(({ id }: { id: string }) => id)).toContain(asset.id);
  });

  test('has renditions whose announcements are complete and whose segments are aligned', async () => {
    const { variants, audio } = parseMultivariant(await get(playback.hls), playback.hls);
    expect(variants).toHaveLength(4);
    const playlists: MediaPlaylist[] = [];
    for (const { uri, attributes } of variants) {
      expect(attributes.CODECS).toMatch(/^avc1\.[0-9A-Fa-f]{6},mp4a\.40\.2$/);
      expect(attributes.RESOLUTION).toMatch(/^\d+x\d+$/);
      expect(Number(attributes['FRAME-RATE'])).toBeCloseTo(24, 2);
      expect(Number(attributes.BANDWIDTH)).toBeGreaterThanOrEqual(Number(attributes['AVERAGE-BANDWIDTH']));
      playlists.push(parseMedia(await get(uri), uri));
    }
    const durations = playlists.map(({ segments }) => segments.map(({ duration }) => duration.toFixed(3)));
    for (const list of durations) expect(list).toEqual(durations[0]);
    expect(playlists.every(({ ended }) => ended)).toBe(true);
    const total = (playlists[0]?.segments ?? []).reduce((sum, { duration }) => sum + duration, 0);
    expect(Math.abs(total - 30)).toBeLessThan(0.2);
    expect(audio[0]).toMatchObject({ LANGUAGE: 'en', NAME: 'English', DEFAULT: 'YES', AUTOSELECT: 'YES' });
  });

  test('keeps to RFC 8216 and to Apple’s authoring specification, and its MPD to the standard’s schema', async () => {
    const multivariant = await get(playback.hls);
    expect(authoringProblems(multivariant)).toEqual([]);
    const uris = agreeingPlaylists(readMultivariant(multivariant)).map((uri) => new URL(uri, playback.hls).href);
    const texts = Object.fromEntries(await Promise.all(uris.map(async (uri) => [uri, await get(uri)])));
    expect(targetDurationProblems(texts)).toEqual([]);
    expect(await mpdProblems(await get(playback.dash))).toEqual([]);
  });

  test('can be wound by key frames: each is a range that holds one picture', async () => {
    const { variants, keyFrames } = parseMultivariant(await get(playback.hls), playback.hls);
    expect(keyFrames).toHaveLength(variants.length);
    const [playlist = ''] = keyFrames;
    const text = await get(playlist);
    expect(text).toContain('#EXT-X-I-FRAMES-ONLY');
    const [, size = '', offset = '', uri = ''] = /#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)/.exec(text) ?? [];
    const range = `bytes=${offset}-${Number(offset) + Number(size) - 1}`;
    const headers = { ...cookieHeader(playback.cookies), range };
    const response = await fetch(new URL(uri, playlist), { headers });
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([206, Number(size)]);
  });

  test('announces a bandwidth that its peak segment does not exceed', async () => {
    const { variants, audio } = parseMultivariant(await get(playback.hls), playback.hls);
    const rate = async (uri: string) => {
      const { segments } = parseMedia(await get(uri), uri);
      const rates = await Promise.all(
        segments.map(async (segment) => {
          const response = await fetch(segment.uri, { headers: cookieHeader(playback.cookies) });
          return ((await response.arrayBuffer()).byteLength * 8) / segment.duration;
        }),
      );
      return Math.max(...rates.slice(0, -1));
    };
    const sound = await rate(audio[0]?.URI as string);
    for (const { uri, attributes } of variants) {
      expect(Number(attributes.BANDWIDTH)).toBeGreaterThanOrEqual(Math.floor((await rate(uri)) + sound * 0.9));
    }
  });

  needs('chromium').test.each(['hls', 'shaka'] as const)(
    'plays from start to end by %s, through changes of quality, without a stall or an error',
    async (player) => {
      const viewing = await watch(browser, {
        player,
        web: platform.web,
        manifest: player === 'hls' ? playback.hls : playback.dash,
        cookies: playback.cookies,
        switchAt: [4, 9, 14, 19, 24],
        screenshot: process.env.JOURNEY_SCREENSHOTS && join(process.env.JOURNEY_SCREENSHOTS, `${player}.png`),
      });
      expect(viewing.errors).toEqual([]);
      expect(viewing.stalls).toBe(0);
      expect(viewing.ended).toBe(true);
      expect(viewing.position).toBeGreaterThan(29.8);
      expect(new Set(viewing.heights).size).toBeGreaterThan(1);
    },
  );

  needs('chromium').test('plays on the page, after signing in there', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(platform.web);
    await page.getByLabel(/e-?mail/i).fill('viewer@example.com');
    await page.getByLabel(/password/i).fill(readFileSync(join(platform.home, 'demo-password'), 'utf8').trim());
    await page.getByRole('button', { name: /sign in/i }).click();
    await page.getByText('film-en').first().click();
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 2, undefined, {
      timeout: 500_000,
    });
    if (process.env.JOURNEY_SCREENSHOTS)
      await page.screenshot({ path: join(process.env.JOURNEY_SCREENSHOTS, 'page.png') });
    await page.getByRole('button', { name: 'I like it' }).click();
    const told = page.waitForResponse(/api\/events/);
    await page.getByRole('button', { name: 'Close' }).click();
    expect((await (await told).json()).events.map(({ status }: { status: string }) => status)).not.toContain('refused');
    await context.close();
    expect(problems).toEqual([]);
  });

  needs('chromium').test('and what page and edge saw of it is in the lake', async () => {
    const [, types] = await eventually('what was told', async () => {
      const sql = `SELECT event, count(*), max(watched), max(startup_ms) FROM interactions_once WHERE asset_id = '${asset.id}' GROUP BY event`;
      const rows = await askLake(platform, sql);
      const found = Object.fromEntries(rows.map(([type = '', ...figures]) => [type, figures]));
      return found.watch && found.quality && found.rate ? [rows, found] : undefined;
    });
    expect(Object.keys(types).sort()).toEqual(['click', 'quality', 'rate', 'watch']);
    expect(Number(types.watch?.[1])).toBeGreaterThan(1.5);
    expect(Number(types.quality?.[2])).toBeGreaterThan(0);
    const edge = await eventually('what was delivered', async () => {
      const sql =
        "SELECT requests, throughput_p50_kbps FROM edge_delivery WHERE kind = 'segment' AND throughput_p50_kbps IS NOT NULL";
      return (await askLake(platform, sql))[0];
    });
    expect(Number(edge[0])).toBeGreaterThan(1);
    expect(Number(edge[1])).toBeGreaterThan(100);
  });
});

describe('the edge refuses every file', () => {
  let files: string[];
  beforeAll(async () => {
    files = [...(await everyFile(playback.hls, get)), playback.dash];
  });

  const all = async (cookies: Record<string, string>) => [
    ...new Set(await Promise.all(files.map((url) => statusOf(url, cookies)))),
  ];

  test('but opens them with the cookies of the session', async () =>
    expect(await all(playback.cookies)).toEqual([200]));

  test('without cookies', async () => expect(await all({})).toEqual([403]));

  test('with the cookies of another session', async () => {
    const other = omnistream(platform, 'playback', asset.id, '--user', 'viewer@example.com').json;
    expect(other.sessionId).not.toBe(playback.sessionId);
    expect(await all(other.cookies)).toEqual([403]);
  });

  test.each(['CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id'])(
    'with one character of %s changed',
    async (name) => {
      const value = playback.cookies[name] as string;
      const at = Math.floor(value.length / 2);
      const changed = value.slice(0, at) + (value[at] === 'B' ? 'C' : 'B') + value.slice(at + 1);
      expect(await all({ ...playback.cookies, [name]: changed })).toEqual([403]);
    },
  );
});

describe('bad input is reported to its sender', () => {
  const write = (name: string, data: Buffer | string) => {
    const path = join(folder, name);
    writeFileSync(path, data);
    return path;
  };
  let whole: Buffer;
  beforeAll(async () => {
    whole = readFileSync(await squareEnglish(buildWorker('transcode')));
  });

  test.each<[string, () => string, RegExp]>([
    [
      'what is no media',
      () => write('no-media.mp4', 'this is text, whatever its name says\n'.repeat(5000)),
      /NotMedia/,
    ],
    [
      'a script that refers to its own file',
      () => write('script.mp4', `ffconcat version 1.0\n${"file 'source'\nduration 1\n".repeat(1000)}`),
      /NotMedia/,
    ],
    [
      'a film that is cut',
      () => write('cut.mp4', whole.subarray(0, Math.floor(whole.length * 0.4))),
      /Truncated|NotMedia|TranscodeFailed|Corrupt/,
    ],
  ])('%s becomes FAILED with a reason', (_, make, code) => {
    const { status, json } = omnistream(platform, 'upload', make(), '--wait');
    expect(status).not.toBe(0);
    expect(json.status).toBe('FAILED');
    expect(json.reason.code).toMatch(code);
    expect(json.reason.message.length).toBeGreaterThan(10);
    expect(json.reason.message).not.toMatch(/s3:|arn:|\/|service reported/);
  });

  test.each<[string, () => string]>([
    ['an empty file', () => write('empty.mp4', '')],
    ['a file of another type', () => write('letter.txt', 'Dear all')],
  ])('%s is refused before anything is uploaded', (_, make) => {
    const { status, stderr } = omnistream(platform, 'upload', make());
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/omnistream: [a-z-]+: .+/);
  });

  test('an unknown asset, and one that is somebody else’s to see, answer alike', () => {
    const unknown = omnistream(platform, 'status', 'aaaaaaaaaaaaaaaaaaaaaa');
    expect([unknown.status === 0, unknown.stderr]).toEqual([false, expect.stringContaining('not-found')]);
  });

  test('tokens that are none, of another pool, or changed, open nothing', async () => {
    const foreign = [
      Buffer.from('{"alg":"none"}').toString('base64url'),
      Buffer.from('{"sub":"x","token_use":"access","cognito:groups":["admin"]}').toString('base64url'),
      '',
    ].join('.');
    for (const token of ['nonsense', foreign]) {
      const response = await fetch(`${platform.web}/api/assets`, { headers: { authorization: `Bearer ${token}` } });
      expect([401, 403]).toContain(response.status);
    }
  });

  describe('by the API', () => {
    let viewer: Api;
    let creator: Api;
    const film = { fileName: 'film.mp4', contentType: 'video/mp4', size: 1000 };
    beforeAll(async () => {
      viewer = await signedIn(platform, 'viewer@example.com');
      creator = await signedIn(platform, 'creator@example.com');
    });

    test.each<[string, () => Promise<{ status: number; contentType: string; body: { type: string } }>, number, RegExp]>(
      [
        ['a viewer who uploads', () => viewer('POST', '/uploads', film), 403, /./],
        ['a viewer who changes an asset', () => viewer('PATCH', `/assets/${asset.id}`, { title: 'mine' }), 403, /./],
        [
          'a film over five terabytes',
          () => creator('POST', '/uploads', { ...film, size: 6e12 }),
          413,
          /source-too-large/,
        ],
        ['an empty film', () => creator('POST', '/uploads', { ...film, size: 0 }), 400, /empty-source/],
        ['a wrong content type', () => creator('POST', '/uploads', { ...film, contentType: 'text/plain' }), 415, /./],
        ['a member that is not known', () => creator('POST', '/uploads', { ...film, ownerId: 'me' }), 400, /./],
        ['an unknown asset', () => viewer('GET', '/assets/aaaaaaaaaaaaaaaaaaaaaa'), 404, /not-found/],
        [
          'an unknown asset’s playback',
          () => viewer('POST', '/assets/aaaaaaaaaaaaaaaaaaaaaa/playback'),
          404,
          /not-found/,
        ],
      ],
    )('%s: a problem by name', async (_, call, status, type) => {
      const answer = await call();
      expect([answer.status, answer.contentType]).toEqual([
        status,
        expect.stringContaining('application/problem+json'),
      ]);
      expect(answer.body.type).toMatch(type);
    });

    test('a failed asset keeps its source, and can be tried again by its owner', async () => {
      const { body } = await creator('GET', '/assets');
      const failed = body.assets.find(({ status }: { status: string }) => status === 'FAILED');
      const again = await creator('POST', `/assets/${failed.id}/retry`);
      expect(again.status).toBe(202);
      for (let attempt = 0; attempt < 1_000; attempt += 1) {
        const { body: found } = await creator('GET', `/assets/${failed.id}`);
        if (found.status === 'FAILED' && attempt > 0) return expect(found.reason.code).toBe(failed.reason.code);
        await new Promise((done) => setTimeout(done, 200));
      }
      throw new Error('the retry did not come to an end');
    });
  });
});
