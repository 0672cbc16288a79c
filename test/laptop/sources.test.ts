import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProbeCommand } from '@aws-sdk/client-mediaconvert';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { buildWorker, openStudio, type Studio, Transcoder } from '@omnistream/local/test';
import { jobSettings } from '../../lambda/media-pipeline/encode/job-settings';
import { planLadder } from '../../lambda/media-pipeline/encode/plan-ladder';
import { type Summary, summarize } from '../../lambda/media-pipeline/intake/inspect';
import { readMarks } from '../../lambda/media-pipeline/intake/marks';
import { rangesOf } from '../../lambda/media-pipeline/intake/source.client';
import { statedRequest } from '../../lambda/media-pipeline/jobs/stated-settings';
import { soundSettings } from '../../lambda/speech/transcribe/sound-settings';

const limits = { maxSourceBytes: 1e9, maxDurationSeconds: 7200 };
const transcoder = new Transcoder({ workerPath: buildWorker('transcode') });

let studio: Studio;
let folder: string;
beforeAll(async () => {
  studio = await openStudio();
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await studio.laptop.stop();
});

/** Puts a file of test/sources into the bucket and inspects it, as the function `inspect` does. */
async function inspected(name: string): Promise<Summary & { readonly url: string }> {
  const body = readFileSync(join(__dirname, '..', 'sources', name));
  const source = { bucket: studio.bucket, key: `sources/${name}`, size: body.length };
  await studio.s3.send(new PutObjectCommand({ Bucket: source.bucket, Key: source.key, Body: body }));
  const url = `s3://${source.bucket}/${source.key}`;
  const { ProbeResults } = await studio.mediaConvert.send(new ProbeCommand({ InputFiles: [{ FileUrl: url }] }));
  const marks = await readMarks(rangesOf(studio.s3, source), source.size);
  return { url, ...summarize(ProbeResults?.[0] ?? {}, limits, { marks }) };
}

/** The strength of a frequency in samples: the amplitude of a sine of it, 0 to 1 (Goertzel's algorithm). */
function strength(samples: readonly number[], hertz: number, rate: number): number {
  const turn = (2 * Math.PI * hertz) / rate;
  let [real, imaginary] = [0, 0];
  for (const [at, sample] of samples.entries()) {
    real += sample * Math.cos(turn * at);
    imaginary += sample * Math.sin(turn * at);
  }
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

const tones = [300, 2000];

/** The tones that are heard on the left and on the right, in hertz, of the sound that the speech job makes of a source. */
async function heard({ url, probe }: { readonly url: string; readonly probe: Summary['probe'] }): Promise<number[][]> {
  const [sound] = probe.audio;
  if (!sound) return [[], []];
  const name = url.split('/').at(-1);
  const settings = soundSettings(url, { ...sound, withBed: true }, `s3://${studio.bucket}/${name}/sound`);
  expect((await studio.run(settings, statedRequest)).ErrorMessage).toBeUndefined();
  const input = join(folder, 'bed.mov');
  const path = join(folder, 'bed.pcm');
  writeFileSync(input, await studio.read(`${name}/sound_bed.mov`));
  const track = (await transcoder.probe(input)).tracks.find(({ kind }) => kind === 'audio');
  const filters = 'aformat=sample_fmts=s16:channel_layouts=stereo:sample_rates=48000';
  await transcoder.transcode({
    input,
    graphs: [{ description: `[0:${track?.index}]${filters}[a]`, streams: [track?.index ?? 0], outputs: ['a'] }],
    outputs: [
      {
        path,
        format: 's16le',
        options: {},
        tracks: [{ label: 'a', medium: 'audio', encoder: 'pcm_s16le', options: {} }],
      },
    ],
  });
  const pcm = readFileSync(path);
  // Half a second from the middle of the shortest film.
  const samples = Array.from({ length: 24_000 }, (_, at) => (12_000 + at) * 4);
  return [0, 2].map((offset) => {
    const channel = samples.map((at) => pcm.readInt16LE(at + offset) / 32_768);
    return tones.filter((hertz) => strength(channel, hertz, 48_000) > 0.02);
  });
}

test('the sound that the file marks as default is published, and not the commentary before it', async () => {
  const source = await inspected('commentary-first.mkv');
  expect(await heard(source)).toEqual([[2000], [2000]]);
  expect(source.leftOut).toEqual([
    expect.objectContaining({ track: 2, kind: 'sound', language: 'en', title: 'Commentary', why: 'commentary' }),
  ]);
});

test('two mono tracks of a broadcast file are heard on the left and on the right', async () => {
  const source = await inspected('left-and-right.mxf');
  expect(await heard(source)).toEqual([[300], [2000]]);
  expect(source.leftOut).toEqual([]);
});

test('a sound that can be read is published in place of one that cannot', async () => {
  const source = await inspected('dts-first.mkv');
  expect(await heard(source)).toEqual([[2000], [2000]]);
  expect(source.leftOut).toEqual([
    expect.objectContaining({ track: 2, kind: 'sound', language: 'en', why: 'unsupported' }),
  ]);
});

test('a film whose only sound cannot be read is refused, and not published mute', async () => {
  await expect(inspected('dts-only.mkv')).rejects.toMatchObject({
    name: 'UnsupportedCodec',
    message: expect.stringContaining('sound'),
  });
});

/** Red, green and blue, 0 to 255, at points of the first frame, as a player shows a high-definition film. */
async function colours(file: Buffer, size: readonly [number, number], points: readonly (readonly [number, number])[]) {
  const [input, path] = [join(folder, 'film.mp4'), join(folder, 'film.rgb')];
  writeFileSync(input, file);
  const filters = 'scale=in_color_matrix=bt709:in_range=tv,format=rgb24';
  await transcoder.transcode({
    input,
    graphs: [{ description: `[0:0]${filters}[v]`, streams: [0], outputs: ['v'] }],
    outputs: [
      {
        path,
        format: 'rawvideo',
        options: {},
        tracks: [{ label: 'v', medium: 'video', encoder: 'rawvideo', options: {} }],
      },
    ],
  });
  const pixels = readFileSync(path);
  const [width, height] = size;
  return points.map(([x, y]) => {
    const at = 3 * (Math.floor(y * height) * width + Math.floor(x * width));
    return [...pixels.subarray(at, at + 3)];
  });
}

test('the colours of an RGB film are those of the source in every rendition', async () => {
  const { url, probe } = await inspected('rgb.mp4');
  const ladder = planLadder(probe);
  const job = await studio.run(jobSettings(ladder, url, `s3://${studio.bucket}/rgb/film`), statedRequest);
  expect(job.ErrorMessage).toBeUndefined();
  const points = [
    [0.25, 0.3],
    [0.75, 0.3],
    [0.5, 0.9],
  ] as const;
  for (const { name, width, height } of ladder.picture?.rungs ?? []) {
    const files = (await studio.files('rgb/')).filter(
      (file) => file.startsWith(`film_${name}`) && /init|_0*1\.cmfv/.test(file),
    );
    const parts = await Promise.all(
      files
        .sort((a, b) => Number(b.includes('init')) - Number(a.includes('init')))
        .map((file) => studio.read(`rgb/${file}`)),
    );
    const shown = await colours(Buffer.concat(parts), [width, height], points);
    const wanted = [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ];
    const off = shown.flatMap((colour, index) =>
      colour.map((value, at) => Math.abs(value - (wanted[index]?.[at] ?? 0))),
    );
    expect([name, Math.max(...off) <= 8]).toEqual([name, true]);
  }
});

test('the film is encoded, and not the picture of a single frame before it', async () => {
  const { url, probe, leftOut } = await inspected('cover-first.mp4');
  expect(leftOut).toEqual([expect.objectContaining({ track: 1, kind: 'picture', why: 'still-picture' })]);
  const job = await studio.run(jobSettings(planLadder(probe), url, `s3://${studio.bucket}/cover/film`), statedRequest);
  expect(job).toMatchObject({ Status: 'COMPLETE' });
  const [{ OutputDetails: outputs = [] } = {}] = job.OutputGroupDetails ?? [];
  const [best] = outputs;
  expect(best?.VideoDetails).toEqual({ WidthInPx: 320, HeightInPx: 180 });
  expect(best?.DurationInMs).toBeGreaterThan(2900);
});
