import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from './server';

const bin = join(__dirname, '../../cli/omnistream.mjs');

let deployment: Deployment;
let folder: string;

beforeEach(async () => {
  deployment = new Deployment();
  await deployment.start();
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});

afterEach(() => deployment.stop());

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: string[], env: Record<string, string> = {}, api = deployment.origin) {
  const { OMNISTREAM_HOME: _home, OMNISTREAM_PASSWORD: _password, ...inherited } = process.env;
  const child = spawn(process.execPath, [bin, ...args, '--api', api], {
    cwd: folder,
    env: { ...inherited, XDG_CACHE_HOME: join(folder, 'cache'), OMNISTREAM_PASSWORD: 'right', ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((done) => child.on('close', (status) => done({ status, stdout, stderr })));
  return { child, ended };
}

const omnistream = (...args: string[]) => start(args).ended;
const lastLine = (text: string) => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');

function film(bytes = 10_000, name = 'film.mp4'): { path: string; content: Buffer } {
  const content = randomBytes(bytes);
  const path = join(folder, name);
  writeFileSync(path, content);
  return { path, content };
}

/** Holds back all parts from the n-th on. The promise `held` resolves with the first of them. */
function holdPartsFrom(first: number): { held: Promise<void>; responses: ServerResponse[] } {
  const responses: ServerResponse[] = [];
  const held = new Promise<void>((done) => {
    deployment.intercept = (request, response) => {
      if (request.method !== 'PUT' || Number(request.url?.split('?')[0]?.split('/').at(-1)) < first) return false;
      responses.push(response);
      done();
      return true;
    };
  });
  return { held, responses };
}

describe('omnistream upload', () => {
  test('sends the file in parts, and answers the asset as JSON', async () => {
    const { path, content } = film();
    const { status, stdout, stderr } = await omnistream(
      'upload',
      path,
      '--title',
      'A film',
      '--languages',
      'es,fr',
      '--json',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('is asset') });
    const [[id, upload] = []] = [...deployment.uploads];
    expect(deployment.files.get(id ?? '')?.equals(content)).toBe(true);
    expect(upload?.request).toMatchObject({
      fileName: 'film.mp4',
      contentType: 'video/mp4',
      size: 10_000,
      title: 'A film',
    });
    expect(upload?.request.targetLanguages).toEqual(['es', 'fr']);
    const tracks = { video: [{ width: 640, height: 360, bandwidth: 9 }], audio: [], captions: [] };
    expect(stdout.split('\n')).toHaveLength(2);
    expect(lastLine(stdout)).toEqual({ id, status: 'READY', tracks, pending: [], notes: [], waiting: [], missing: [] });
  });

  test('says what kind of film it is, and from which age', async () => {
    const { status } = await omnistream(
      'upload',
      film().path,
      '--genres',
      'Drama, Science fiction',
      '--age-rating',
      '12',
    );
    const [upload] = deployment.uploads.values();
    expect(status).toBe(0);
    expect(upload?.request).toMatchObject({ genres: ['Drama', 'Science fiction'], ageRating: 12 });
  });

  test('takes no age that no rating has', async () => {
    const { status, stderr } = await omnistream('upload', film().path, '--age-rating', '13');
    expect([status, deployment.uploads.size]).toEqual([2, 0]);
    expect(stderr).toContain("--age-rating takes 0, 6, 12, 16 or 18, not '13'");
  });

  test.each([
    ['four', [], 4],
    ['as many as --parallel says', ['--parallel', '2'], 2],
  ])('has %s parts in flight at once, and no more', async (_name, options, expected) => {
    let inFlight = 0;
    let most = 0;
    deployment.intercept = (request, response) => {
      if (request.method !== 'PUT') return false;
      most = Math.max(most, ++inFlight);
      request.resume().on('end', () =>
        setTimeout(() => {
          inFlight--;
          response.end();
        }, 50),
      );
      return true;
    };
    expect((await omnistream('upload', film().path, ...options)).status).toBe(0);
    expect(most).toBe(expected);
  });

  test('goes on where a killed upload ended, without sending a part twice', async () => {
    const { path, content } = film();
    const { held } = holdPartsFrom(5);
    const { child, ended } = start(['upload', path]);
    await held;
    child.kill('SIGKILL');
    await ended;
    deployment.intercept = () => false;
    const [[id, upload] = []] = [...deployment.uploads];
    const before = new Set(upload?.parts.keys());
    expect(before.size).toBeGreaterThan(0);
    deployment.seen.length = 0;

    const { status, stderr } = await omnistream('upload', path);
    expect(status).toBe(0);
    expect(stderr).toContain(`Resuming the upload of ${id}`);
    expect(deployment.uploads.size).toBe(1);
    for (const number of before) expect(deployment.count(`PUT /s3/${id}/${number}`)).toBe(number === 1 ? 1 : 0);
    expect(deployment.files.get(id ?? '')?.equals(content)).toBe(true);
  });

  test('starts anew when the upload that it remembers is gone', async () => {
    const { path } = film();
    const { held } = holdPartsFrom(5);
    const { child, ended } = start(['upload', path]);
    await held;
    child.kill('SIGKILL');
    await ended;
    deployment.intercept = () => false;
    deployment.uploads.clear();
    expect((await omnistream('upload', path)).status).toBe(0);
    expect(deployment.files.size).toBe(1);
  });

  test('starts again, once, when the upload turns out to be gone at its end', async () => {
    const { path, content } = film();
    let refusals = 0;
    deployment.intercept = (request, response) => {
      if (!request.url?.endsWith('/complete') || refusals > 0) return false;
      refusals += 1;
      const body = { type: 'urn:omnistream:problem:upload-gone', title: 'gone', detail: 'gone', status: 409 };
      response.writeHead(409, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      return true;
    };
    const { status, stderr } = await omnistream('upload', path);
    expect([status, refusals]).toEqual([0, 1]);
    expect(stderr).toContain('starting again');
    expect([...deployment.files.values()].map((file) => file.equals(content))).toEqual([true]);
  });

  test.each([
    ['', []],
    [' --wait', ['--wait']],
  ])('makes no second asset after a command that failed behind the upload: upload%s', async (_name, options) => {
    const { path } = film(2_000);
    deployment.intercept = (request, response) => {
      if (!request.url?.startsWith('/api/assets/')) return false;
      const body = { type: 'urn:omnistream:problem:not-permitted', title: 'no', detail: 'no', status: 403 };
      response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      return true;
    };
    expect((await omnistream('upload', path, ...options)).status).toBe(1);
    const [id] = [...deployment.uploads.keys()];
    deployment.intercept = () => false;
    const { status, stderr } = await omnistream('upload', path, ...options);
    expect([status, [...deployment.uploads.keys()]]).toEqual([0, [id]]);
    expect(stderr).toContain(`${id} already has the whole file`);
    expect(readdirSync(join(folder, 'cache/omnistream/uploads'))).toEqual([]);
  });

  test('makes a new asset of a file that was uploaded before, and of one that changed', async () => {
    const { path } = film(2_000);
    await omnistream('upload', path);
    await omnistream('upload', path);
    utimesSync(path, 1, 1);
    await omnistream('upload', path);
    expect(deployment.files.size).toBe(3);
    expect(readdirSync(join(folder, 'cache/omnistream/uploads'))).toEqual([]);
  });

  test('gives up an upload whose file changed meanwhile', async () => {
    const { path } = film();
    const { held, responses } = holdPartsFrom(10);
    const { ended } = start(['upload', path]);
    await held;
    appendFileSync(path, 'more');
    deployment.intercept = () => false;
    for (const response of responses) response.writeHead(200).end();
    const { status, stderr } = await ended;
    expect([status, stderr]).toEqual([1, expect.stringContaining('file-changed')]);
    expect([deployment.uploads.size, deployment.files.size]).toEqual([0, 0]);
  });

  test('tries again what a bad line or a busy server spoilt, and asks for new URLs when old ones have run out', async () => {
    const { path, content } = film(4_000);
    const spoilt = new Map<string, number>();
    const answers = [0, 503, 403, 400];
    deployment.intercept = (request, response) => {
      if (request.method !== 'PUT') return false;
      const number = Number(request.url?.split('?')[0]?.split('/').at(-1));
      const times = spoilt.get(String(number)) ?? 0;
      spoilt.set(String(number), times + 1);
      if (times > 0) return false;
      const status = answers[number - 1] ?? 0;
      if (status === 0) request.socket.destroy();
      else response.writeHead(status).end('<Error><Code>BadDigest</Code></Error>');
      return true;
    };
    const { status } = await omnistream('upload', path);
    expect(status).toBe(0);
    expect([...deployment.files.values()][0]?.equals(content)).toBe(true);
  });

  test('makes one asset when the response to its first request is lost', async () => {
    const { path, content } = film(2_000);
    let lost = 0;
    deployment.cuts = (line) => line === 'POST /api/uploads' && lost++ === 0;
    const { status } = await omnistream('upload', path);
    expect([status, lost]).toEqual([0, 2]);
    expect([...deployment.keys.keys()]).toEqual([expect.stringMatching(/^"[0-9a-f-]{36}"$/)]);
    expect([...deployment.files.values()].map((file) => file.equals(content))).toEqual([true]);
  });

  test('has the same asset when it was killed before the first response came, unless it is asked for another', async () => {
    const { path } = film(2_000);
    const lost = async () => {
      const waits = new Promise<void>((done) => {
        deployment.cuts = (line) => {
          if (line === 'POST /api/uploads') done();
          return line === 'POST /api/uploads';
        };
      });
      const { child, ended } = start(['upload', path]);
      await waits;
      child.kill('SIGKILL');
      await ended;
      deployment.cuts = () => false;
    };
    await lost();
    expect((await omnistream('upload', path)).status).toBe(0);
    expect([deployment.uploads.size, deployment.files.size]).toEqual([1, 1]);
    await lost();
    expect((await omnistream('upload', path, '--title', 'Another')).status).toBe(0);
    expect([deployment.uploads.size, deployment.files.size]).toEqual([3, 2]);
  });

  test('comes back when it is asked to, and not when that would be tomorrow', async () => {
    const { path } = film(2_000);
    const refusals = [
      ['409', '0', 'idempotency-key-in-use'],
      ['429', '50000', 'daily-limit'],
    ];
    deployment.intercept = (request, response) => {
      if (request.method !== 'POST' || request.url !== '/api/uploads') return false;
      const [status, after, name] = refusals.shift() ?? [];
      const body = { type: `urn:omnistream:problem:${name}`, title: name, detail: name, status: Number(status) };
      response.writeHead(Number(status), { 'content-type': 'application/json', 'retry-after': after });
      response.end(JSON.stringify(body));
      return true;
    };
    const { status, stderr } = await omnistream('upload', path);
    expect([status, refusals, stderr]).toEqual([1, [], expect.stringContaining('daily-limit')]);
  });

  test('--wait follows the asset until it is ready', async () => {
    deployment.script = [{ status: 'UPLOADING' }, { status: 'PROCESSING', progress: 50 }, { status: 'READY' }];
    const { status, stdout } = await omnistream('upload', film(10).path, '--wait');
    expect([status, lastLine(stdout).status]).toEqual([0, 'READY']);
  });

  test('--wait says once that the film is playable, goes on, and warns of what did not come', async () => {
    const missing = [{ language: 'cy', media: ['audio'], code: 'NoVoice', message: 'Nobody speaks it.' }];
    const playable = { status: 'PLAYABLE', pending: ['cy'] };
    deployment.script = [{ status: 'PROCESSING' }, playable, playable, { status: 'READY', missing }];
    const { status, stdout, stderr } = await omnistream('upload', film(10).path, '--wait');
    expect([status, lastLine(stdout)]).toEqual([0, expect.objectContaining({ status: 'READY', pending: [], missing })]);
    expect(stderr.match(/is playable/g)).toHaveLength(1);
    expect(stderr).toContain('warning: missing cy (audio)  NoVoice: Nobody speaks it.');
  });

  test('--wait fails with the reason when the asset does', async () => {
    deployment.script = [{ status: 'FAILED', reason: { code: 'NotMedia', message: 'This is not a film.' } }];
    const { status, stdout, stderr } = await omnistream('upload', film(10).path, '--wait', '--json');
    expect(status).toBe(1);
    expect(lastLine(stdout)).toMatchObject({ status: 'FAILED', reason: { code: 'NotMedia' } });
    expect(stderr).toContain('NotMedia: ');
  });

  test.each([
    ['goes on by its refresh token when the token runs out on the way', false, 3],
    ['signs in again when the refresh token is good no more either', true, 5],
  ])('%s', async (_name, ended, calls) => {
    deployment.script = [{ status: 'PROCESSING' }, { status: 'READY' }];
    deployment.intercept = (request) => {
      if (!request.url?.endsWith('/complete')) return false;
      setImmediate(() => {
        deployment.accessTokens.clear();
        if (ended) deployment.refreshTokens.clear();
      });
      return false;
    };
    expect((await omnistream('upload', film(10).path, '--wait')).status).toBe(0);
    expect(deployment.seen.filter((line) => line === 'POST /')).toHaveLength(calls);
  });

  test.each([
    ['names the API’s problem', 'notes.txt', 'not-media'],
    ['says that a file is not there', 'nowhere.mp4', 'unreadable'],
    ['says that a folder is no file', 'folder', 'unreadable'],
  ])('%s', async (_name, name, code) => {
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'notes.txt'), 'x');
    const { status, stdout, stderr } = await omnistream('upload', name);
    expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining(`omnistream: ${code}: `)]);
  });
});

describe('omnistream languages', () => {
  const missing = (media: string[]) => ({ language: 'pt-BR', media, code: 'NoVoice', message: 'Nobody speaks it.' });
  const tracks = (...languages: string[]) => ({
    video: [],
    audio: [{ language: 'it', kind: 'dub' }],
    captions: languages.map((language) => ({ language })),
  });
  const uploaded = async () => lastLine((await omnistream('upload', film(10).path)).stdout).id as string;

  test('asks for them, each once and as the API writes them, and answers what is under way', async () => {
    const id = await uploaded();
    const { status, stdout, stderr } = await omnistream('languages', id, 'it, pt-br,IT', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(deployment.added).toEqual([['it', 'pt-BR']]);
    expect(lastLine(stdout)).toMatchObject({ id, status: 'READY', pending: ['it', 'pt-BR'], missing: [] });
  });

  test('--wait waits until none of them is under way, whatever else is', async () => {
    const id = await uploaded();
    const half = { status: 'READY', pending: ['it', 'de'] };
    deployment.script = [half, half, { status: 'READY', pending: ['de'], tracks: tracks('it') }, half];
    const { status, stdout, stderr } = await omnistream('languages', id, 'it', '--wait');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(lastLine(stdout)).toMatchObject({ pending: ['de'], tracks: tracks('it') });
  });

  test.each([
    ['is content with captions, but says what is missing', ['audio'], tracks('it', 'pt-BR'), 0],
    ['fails when one has not even captions', ['captions', 'audio'], tracks('it'), 1],
  ])('--wait %s', async (_name, media, said, expected) => {
    const id = await uploaded();
    deployment.script = [{ status: 'READY', tracks: said, missing: [missing(media)] }];
    const { status, stdout, stderr } = await omnistream('languages', id, 'it,pt-BR', '--wait', '--json');
    expect([status, lastLine(stdout).missing]).toEqual([expected, [missing(media)]]);
    expect(stderr).toContain(`warning: missing pt-BR (${media.join(', ')})  NoVoice: Nobody speaks it.`);
    expect(stderr.includes('no-captions')).toBe(expected === 1);
  });

  test('names the tag that an underscore was meant for', async () => {
    const { status, stderr } = await omnistream('languages', 'a1', 'en_UK');
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining("'en_UK' is not a BCP 47 language tag. Did you mean en-GB?"),
    ]);
  });

  test('names the API’s problem', async () => {
    const { status, stderr } = await omnistream('languages', 'nowhere', 'it');
    expect([status, stderr]).toEqual([1, expect.stringContaining('asset-not-found')]);
  });
});

describe('omnistream recommend', () => {
  const row = (id: string, title: string) => ({
    ...{ id, title, reason: { code: id }, source: 'popularity', recommendationId: 'omni-1' },
    items: [{ id: 'a1', title: 'One', genres: ['Drama'], tracks: {} }],
  });

  test('answers the rows of the home page as JSON', async () => {
    deployment.rows = { home: [row('new', 'New')] };
    for (const options of [[], ['--for', 'home']]) {
      const { status, stdout } = await omnistream('recommend', ...options);
      expect(status).toBe(0);
      expect(lastLine(stdout)).toEqual({ personalised: true, rows: [row('new', 'New')] });
    }
  });

  test('answers titles like an asset', async () => {
    deployment.rows = { 'asset:a7': [row('more-like-this', 'More like this')] };
    const { stdout } = await omnistream('recommend', '--for', 'a7');
    expect(lastLine(stdout).rows).toEqual([row('more-like-this', 'More like this')]);
  });

  test('takes nothing but its options', async () => {
    expect((await omnistream('recommend', 'a7')).status).toBe(2);
    expect((await omnistream('assets', '--for', 'home')).status).toBe(2);
  });
});

describe('omnistream', () => {
  test('status answers the asset, and succeeds also when the asset did not', async () => {
    const { path } = film(10);
    const { id } = lastLine((await omnistream('upload', path)).stdout);
    deployment.script = [{ status: 'FAILED', reason: { code: 'TooLong', message: 'm' } }];
    const { status, stdout } = await omnistream('status', id);
    expect(status).toBe(0);
    expect(lastLine(stdout)).toMatchObject({
      ...{ id, status: 'FAILED', reason: { code: 'TooLong', message: 'm' } },
      ...{ pending: [], missing: [] },
    });
  });

  test('playback answers the session as the API gave it', async () => {
    const { id } = lastLine((await omnistream('upload', film(10).path)).stdout);
    const { stdout } = await omnistream('playback', id, '--json');
    expect(lastLine(stdout)).toEqual({ sessionId: 's', hls: 'h', dash: 'd', cookies: { A: 'b' }, expiresAt: 't' });
  });

  test('playback names the session that is to end for it', async () => {
    const bodies: string[] = [];
    deployment.intercept = (request, response) => {
      if (!request.url?.endsWith('/playback')) return false;
      request.on('data', (chunk) => bodies.push(String(chunk)));
      request.on('end', () => response.end(JSON.stringify({ sessionId: 's', cookies: {} })));
      return true;
    };
    await omnistream('playback', 'a', '--end', 'session', '--json');
    expect(bodies.map((body) => JSON.parse(body))).toEqual([{ end: 'session' }]);
    expect((await omnistream('status', 'a', '--end', 'session')).status).toBe(2);
  });

  test('assets reads all pages', async () => {
    const tracks = { video: [], audio: [], captions: [] };
    deployment.intercept = (request, response) => {
      const url = new URL(request.url ?? '', deployment.origin);
      if (url.pathname !== '/api/assets') return false;
      const cursor = url.searchParams.get('cursor');
      const languages = { pending: [], missing: [] };
      const asset = { id: cursor ?? 'first', title: 't', status: 'READY', createdAt: 'c', tracks, ...languages };
      response.end(JSON.stringify({ assets: [asset], cursor: cursor ? undefined : 'a+b/c' }));
      return true;
    };
    const { stdout } = await omnistream('assets');
    expect(lastLine(stdout).assets.map((asset: { id: string }) => asset.id)).toEqual(['first', 'a+b/c']);
  });

  test('takes the demo users’ password from the laptop’s folder', async () => {
    mkdirSync(join(folder, '.omnistream'));
    writeFileSync(join(folder, '.omnistream/demo-password'), 'right\n');
    const { status, stderr } = await start(['status', 'x'], { OMNISTREAM_PASSWORD: '' }).ended;
    expect([status, stderr]).toEqual([1, expect.stringContaining('asset-not-found')]);
  });

  test('names what Cognito said to a wrong password', async () => {
    const { status, stderr } = await omnistream('status', 'x', '--password', 'wrong');
    expect([status, stderr]).toEqual([1, expect.stringContaining('NotAuthorizedException: Incorrect username')]);
  });

  test('names the server that cannot be reached', async () => {
    const gone = new Deployment();
    await gone.start();
    const { origin } = gone;
    await gone.stop();
    const { status, stderr } = await start(['assets'], {}, origin).ended;
    expect([status, stderr]).toEqual([1, expect.stringContaining('unreachable')]);
  });

  test.each([
    [['dance']],
    [[]],
    [['status']],
    [['status', 'a', 'b']],
    [['assets', '--wait']],
    [['languages', 'a']],
    [['languages', 'a', ',']],
    [['languages', 'a', 'no_tag']],
    [['languages', 'a', 'it', '--title', 't']],
    [['upload', 'f', '--parallel', '0']],
    [['upload', 'f', '--colour']],
  ])('does not understand %j', async (args) => {
    const { status, stdout, stderr } = await omnistream(...args);
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('omnistream: usage: ')]);
    expect(deployment.seen).toEqual([]);
  });
});
