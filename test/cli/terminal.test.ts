import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { needs } from '@omnistream/local/test';
import { run } from '../../cli/run';
import { visible } from '../../cli/visible';
import { Deployment } from './server';

/** Sets the window's title, clears the screen by C0 and by C1, writes over the line, and turns the text around. */
const hostile = '\u001b]0;PWNED\u0007\u001b[2J\u009b2J\r\nover\u0085\u007f\u202eevil\u2066\u2028\u200f\ufeff.';
/** Characters that must not reach a terminal. Line ends may, and so may the sequence by which the progress bar begins. */
const controls = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const bar = '\r\u001B[K';

let deployment: Deployment;
let folder: string;
let film: string;

const asset = {
  ...{ id: hostile, title: hostile, status: 'FAILED', createdAt: hostile, own: true, genres: [hostile] },
  tracks: {
    video: [{ width: hostile, height: 360, bandwidth: 1 }],
    audio: [{ language: hostile, kind: hostile }],
    captions: [{ language: hostile }],
  },
  ...{ pending: [], reason: { code: hostile, message: hostile }, notes: [{ code: hostile, message: hostile }] },
  missing: [{ language: hostile, media: [hostile], code: hostile, message: hostile }],
};
const row = { id: 'new', title: hostile, source: hostile, reason: { code: hostile }, recommendationId: hostile };
const session = { sessionId: 's', hls: hostile, dash: hostile, cookies: { [hostile]: hostile } };
/** Responses by the beginning of `{method} {path}`. */
const responses: [string, object][] = [
  ['GET /api/assets?', { assets: [asset] }],
  ['GET /api/assets/', asset],
  ['POST /api/assets/a1/languages', asset],
  ['POST /api/assets/a1/playback', { ...session, signedHls: hostile, signedDash: hostile, expiresAt: hostile }],
  ['POST /api/viewers/find', { id: hostile, ageLimit: hostile, ageCeiling: hostile }],
  ['GET /api/recommendations', { rows: [{ ...row, items: [{ id: hostile, title: hostile, genres: [hostile] }] }] }],
  [
    'GET /api/insights/',
    { columns: [{ name: hostile, type: 'varchar' }], rows: [[hostile]], from: hostile, to: hostile, truncated: true },
  ],
];
const problem = { type: `urn:omnistream:problem:${hostile}`, title: hostile, detail: hostile, status: 400 };

function send(response: ServerResponse, status: number, body: object): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  return true;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  film = join(folder, `${hostile.replaceAll('/', '')}.mp4`);
  writeFileSync(film, 'x');
  deployment = new Deployment();
  deployment.intercept = (request, response) => {
    const found = responses.find(([start]) => `${request.method} ${request.url}`.startsWith(start));
    return found !== undefined && send(response, 200, found[1]);
  };
  await deployment.start();
});

afterEach(async () => {
  await deployment.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function omnistream(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) =>
    Object.assign(new PassThrough(), { isTTY: true }).on('data', (chunk) => {
      written[name] += chunk;
    });
  const status = await run([...args, '--api', deployment.origin], {
    ...{ stdout: stream('stdout'), stderr: stream('stderr'), cwd: '/' },
    env: { OMNISTREAM_PASSWORD: 'right', XDG_CACHE_HOME: folder },
  });
  return { status, ...written, all: written.stdout + written.stderr };
}

const commands: [string, () => string[]][] = [
  ['assets', () => ['assets']],
  ['status', () => ['status', 'a1']],
  ['playback', () => ['playback', 'a1']],
  ['recommend', () => ['recommend']],
  ['insights', () => ['insights', 'searches']],
  ['languages', () => ['languages', 'a1', 'it', '--wait']],
  ['upload', () => ['upload', film]],
  ['viewer', () => ['viewer', 'v1']],
  ['smoke', () => ['smoke', '--file', film]],
];

describe.each(commands)('omnistream %s', (_, args) => {
  test('shows controls of other people’s texts as escapes', async () => {
    const { all } = await omnistream(...args());
    expect(all).toContain(visible(hostile));
    expect(controls.exec(all.replaceAll(bar, ''))).toBeNull();
  });

  test('escapes them in JSON too, which has the same value', async () => {
    const { all, stdout } = await omnistream(...args(), '--json');
    expect(controls.exec(all.replaceAll(bar, ''))).toBeNull();
    const values = stdout === '' ? '' : JSON.stringify(JSON.parse(stdout.trimEnd().split('\n').at(-1) as string));
    if (args()[0] !== 'smoke' && values) expect(values).toContain(JSON.stringify(hostile).slice(1, -1));
  });

  test('shows those of problem details as escapes, in one line', async () => {
    deployment.intercept = ({ url }, response) => Boolean(url?.startsWith('/api/')) && send(response, 400, problem);
    const { status, stderr } = await omnistream(...args());
    expect(status).toBe(1);
    // A step of the smoke test shows the first line of its error.
    const [first = ''] = hostile.split('\n');
    expect(stderr).toContain(visible(args()[0] === 'smoke' ? first : hostile));
    expect(controls.exec(stderr)).toBeNull();
  });
});

test('a film that fails is waited for, and its reason shown without controls', async () => {
  const failed = { status: 'FAILED', reason: { code: hostile, message: hostile } };
  deployment.intercept = () => false;
  deployment.script = [{ status: 'PROCESSING', progress: hostile }, { status: 'PLAYABLE' }, failed];
  const { status, all, stderr } = await omnistream('upload', film, '--wait');
  expect([status, controls.exec(all.replaceAll(bar, ''))]).toEqual([1, null]);
  expect(stderr).toContain(visible(hostile));
});

test('a mistake in the command line is explained without the controls in it', async () => {
  const { status, stderr } = await omnistream('upload', film, `--ti${hostile}`, '--age-rating', hostile);
  expect([status, controls.exec(stderr)]).toEqual([2, null]);
});

test('joiners of emoji and scripts stay as they are, and half a character is shown', () => {
  expect(visible('👨‍👩‍👧 می‌خواهم \ud800 \u{e0041}')).toBe(String.raw`👨‍👩‍👧 می‌خواهم \ud800 \udb40\udc41`);
});

needs('script').test('a terminal receives no controls', async () => {
  const bin = join(__dirname, '../../cli/omnistream.mjs');
  const command = `"${process.execPath}" "${bin}" assets --api ${deployment.origin}`;
  const env = { ...process.env, OMNISTREAM_PASSWORD: 'right' };
  const { stdout } = await promisify(execFile)('script', ['-qec', command, '/dev/null'], { env });
  expect(stdout).toContain(visible(hostile));
  // The terminal itself adds a carriage return to each line end.
  expect(controls.exec(stdout.replaceAll('\r\n', '\n'))).toBeNull();
});
