/// <reference lib="dom" />
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildWorker, needs, squareEnglish } from '@omnistream/local/test';
import { type Api, accessTokenOf, signedIn } from '../support/api';
import { type Platform, startPlatform } from '../support/platform';
import { openBrowser } from '../support/player';

/** Connections that break after a request was carried out and before its response arrived. */
let platform: Platform;
let creator: Api;
/** Lines `METHOD path` whose next response is lost. */
const lost = new Set<string>();
const cut: string[] = [];

/** A line to the laptop that loses responses. */
const line = createServer((request, response) => {
  const { method, url = '/', headers } = request;
  const host = new URL(platform.web).host;
  const forward = send(platform.web + url, { method, headers: { ...headers, host } }, async (answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    const name = `${method} ${url}`;
    if (lost.delete(name)) {
      cut.push(name);
      return request.socket.destroy();
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(chunks));
  });
  request.pipe(forward);
});

/** Runs the command line over that line. The process of the test must not wait for it, since it is the line. */
async function omnistream(...args: string[]) {
  const api = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
  const bin = join(__dirname, '../../cli/omnistream.mjs');
  const child = spawn(process.execPath, [bin, ...args, '--api', api, '--json'], {
    env: { ...process.env, OMNISTREAM_HOME: platform.home, XDG_CACHE_HOME: join(platform.home, 'cli-cache') },
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`omnistream ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string);
}

beforeAll(async () => {
  platform = await startPlatform();
  creator = await signedIn(platform, 'creator@example.com');
  await new Promise<void>((done) => line.listen(0, '127.0.0.1', done));
});

afterAll(async () => {
  line.closeAllConnections();
  line.close();
  await platform?.stop();
});

const ownAssets = async () => (await creator('GET', '/assets?mine=true')).body.assets as { id: string }[];

test('a lost response leaves one asset, and one session', async () => {
  lost.add('POST /api/uploads');
  const film = await omnistream('upload', await squareEnglish(buildWorker('transcode')), '--language', 'en', '--wait');
  expect(film.status).toBe('READY');
  expect((await ownAssets()).map(({ id }) => id)).toEqual([film.id]);

  lost.add(`POST /api/assets/${film.id}/playback`);
  const session = await omnistream('playback', film.id);
  const further = await Promise.all([1, 2, 3].map(() => creator('POST', `/assets/${film.id}/playback`)));
  expect(further.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
  const full = further.find(({ status }) => status === 409);
  expect(full?.body.sessions.map(({ id }: { id: string }) => id)).toContain(session.sessionId);

  lost.add(`POST /api/assets/${film.id}/languages`);
  const { pending, missing, tracks } = await omnistream('languages', film.id, 'de');
  // The second response may come after the end of the work on the language.
  const known = [...pending, ...[...missing, ...tracks.audio].map(({ language }) => language)];
  expect(known.filter((language) => language === 'de')).toEqual(['de']);
  expect([lost.size, cut.length]).toEqual([0, 3]);
});

needs('chromium').test('the page plays after a lost response, in one session', async () => {
  const browser = await openBrowser();
  const page = await browser.newPage();
  const keys: (string | undefined)[] = [];
  await page.route('**/api/assets/*/playback', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await page.goto(platform.web);
  await page.getByLabel(/e-?mail/i).fill('viewer@example.com');
  await page.getByLabel(/password/i).fill(readFileSync(join(platform.home, 'demo-password'), 'utf8').trim());
  await page.getByRole('button', { name: /sign in/i }).click();
  await page.getByText('squareEnglish').first().click();
  const isPlaying = () => (document.querySelector('video')?.currentTime ?? 0) > 0.5;
  await page.waitForFunction(isPlaying, undefined, { timeout: 500_000 });
  expect(keys).toEqual([expect.stringMatching(/^"[0-9a-f-]{36}"$/), keys[0]]);
  const viewer = await signedIn(platform, 'viewer@example.com');
  const [film] = await ownAssets();
  // Of three that a viewer can have, two are left.
  const further = await Promise.all([1, 2, 3].map(() => viewer('POST', `/assets/${film?.id}/playback`)));
  expect(further.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
  await browser.close();
});

test('the header passes the edge: ten requests with one key are one asset', async () => {
  const before = new Set((await ownAssets()).map(({ id }) => id));
  const token = await accessTokenOf(platform, 'creator@example.com');
  const begin = () =>
    fetch(`${platform.web}/api/uploads`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        'idempotency-key': '"4f5a0c1e-6a0b-4b3e-9d57-6c2f3f1f0a11"',
      },
      body: JSON.stringify({ fileName: 'f.mp4', contentType: 'video/mp4', size: 9 }),
    });
  const statuses: number[] = [];
  for (const round of [5, 5]) {
    const answers = await Promise.all(Array.from({ length: round }, begin));
    statuses.push(...answers.map(({ status }) => status));
  }
  // 429 and 503 are the stage's limits of requests at once; a client with the key comes back.
  expect(statuses.filter((status) => ![201, 429, 503].includes(status))).toEqual([]);
  expect(statuses).toContain(201);
  expect((await ownAssets()).filter(({ id }) => !before.has(id))).toHaveLength(1);
});
