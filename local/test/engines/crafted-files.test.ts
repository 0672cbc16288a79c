import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soundPlan } from '../../engines/recognise/sound';
import type { MediaInfo } from '../../engines/transcode/media-info';
import type { TranscodePlan } from '../../engines/transcode/plan';
import { TranscodeError, Transcoder } from '../../engines/transcode/transcoder';
import { buildWorker } from '../../testing/engine-worker';
import { film } from '../../testing/films';
import { craftedFiles } from '../support/crafted';
import * as matroska from '../support/crafted/matroska';
import { measuredWorker } from '../support/crafted/measured-worker';
import * as mp4 from '../support/crafted/mp4';
import { byPath, byPort, usualName } from '../support/crafted/references';

/** The bounds of the promise: 20 seconds of processor time, and 1 GB. */
const bounds = { cpuSeconds: 20, memoryBytes: 1e9 } as const;

const workerPath = buildWorker('transcode');
const measured = measuredWorker(workerPath);
const transcoder = new Transcoder({
  workerPath: measured.workerPath,
  driver: { kind: 'node-av' },
  // The worker writes its own figure, for which a probe has no room otherwise.
  limits: { ...bounds, fileBytes: 1e9 },
});

let folder: string;
/** A good film at a path that no test gives to the engine: only a reference could lead to it. */
let canary: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crafted-'));
  canary = join(folder, 'canary.mp4');
  copyFileSync(await film('plain', workerPath), canary);
});

/** Writes a file beside the canary. Returns its path. */
function write(content: Buffer | string, name = 'source'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What the encoder would do with the first picture and the first sound. */
function plans(path: string, { tracks }: MediaInfo): TranscodePlan[] {
  const [picture, sound] = (['video', 'audio'] as const).map((kind) => tracks.find((track) => track.kind === kind));
  const videoPlan = (index: number): TranscodePlan => ({
    input: path,
    graphs: [{ description: `[0:${index}]scale=160:90,format=yuv420p[v0]`, streams: [index], outputs: ['v0'] }],
    outputs: [
      {
        path: `${path}.mp4`,
        format: 'mp4',
        options: {},
        tracks: [{ label: 'v0', medium: 'video', encoder: 'libx264', options: { preset: 'ultrafast' } }],
      },
    ],
  });
  return [
    ...(picture ? [videoPlan(picture.index)] : []),
    ...(sound ? [soundPlan(path, sound.index, `${path}.pcm`)] : []),
  ];
}

/** How a task ended: `done`, the limit that ended it, or the engine's message. Throws for any other error. */
async function ending(task: Promise<unknown>): Promise<string> {
  try {
    await task;
    return 'done';
  } catch (error) {
    if (!(error instanceof TranscodeError)) throw error;
    return error.limit ?? error.message;
  }
}

/** Throws unless the last worker stayed below the bound, or the engine ended it by name. */
async function expectBounded(how: string): Promise<void> {
  expect(how).not.toMatch(/^silence$|^the transcoder (exited|could not)/);
  if (how === 'memory' || how === 'processor time') return;
  expect(await measured.peak()).toBeLessThan(bounds.memoryBytes);
}

const names = Object.keys(craftedFiles(Buffer.alloc(1000)));

test('there are 34 crafted files', () => {
  expect(new Set(names).size).toBe(34);
});

test.each(names)('%s ends within the bounds, in the probe and in the encoder', async (name) => {
  const path = write(craftedFiles(readFileSync(canary))[name] as Buffer | string);
  let info: MediaInfo | undefined;
  const how = await ending(
    transcoder.probe(path).then((found) => {
      info = found;
    }),
  );
  await expectBounded(how);
  for (const plan of info ? plans(path, info) : []) {
    await expectBounded(await ending(transcoder.transcode(plan)));
  }
});

/** Returns the results of the probe under two names, in words that are the same for every path. */
async function answer(kind: string, content: Buffer | string): Promise<string> {
  const answers: string[] = [];
  for (const name of ['source', usualName(kind)]) {
    try {
      const { format, tracks, durationSeconds } = await transcoder.probe(write(content, name));
      answers.push(`${format}: ${tracks.map(({ codec }) => codec)}, ${durationSeconds}`);
    } catch (error) {
      if (!(error instanceof TranscodeError)) throw error;
      answers.push(error.message);
    }
  }
  return answers.join('; ');
}

const references: Readonly<Record<string, (path: string) => Buffer | string>> = {
  ...byPath,
  'QuickTime whose media is in another file (alias)': mp4.withDataReference,
  'MP4 whose media is in another file (URL)': (path) => mp4.withUrlReference(`file://${path}`),
  'Matroska with linked segments': matroska.linked,
};

/** Moves the time of the last access before that of the last change, so that the file system records the next access. */
function forgetAccess(): number {
  utimesSync(canary, new Date(1000), new Date(2000));
  return statSync(canary).atimeMs;
}

test.each(Object.entries(references))(
  '%s opens no other file, and does not reveal whether there is one',
  async (kind, refer) => {
    const before = forgetAccess();
    const present = await answer(kind, refer(canary));
    expect(statSync(canary).atimeMs).toBe(before);
    // Both paths have the same length, because files contain the lengths of their references.
    expect(await answer(kind, refer(canary.replace('canary', 'absent')))).toBe(present);
    expect(present).not.toContain('h264');
    if (kind in byPath) expect(present).toMatch(/^(open|read): [^;]*; (open|read): [^;]*$/);
  },
);

test.each(Object.entries(byPort))('%s connects to nothing', async (kind, refer) => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as { port: number };
    expect(await answer(kind, refer(port))).toMatch(/^(open|read): [^;]*; (open|read): [^;]*$/);
    expect(connections).toBe(0);
  } finally {
    await new Promise((done) => server.close(done));
  }
});

test('a folder, and a pattern of the names of pictures, are not media', async () => {
  const at = join(folder, 'pictures');
  mkdirSync(at);
  await expect(transcoder.probe(at)).rejects.toThrow(TranscodeError);
  copyFileSync(canary, join(at, 'frame-001.png'));
  await expect(transcoder.probe(join(at, 'frame-%03d.png'))).rejects.toThrow(TranscodeError);
});
