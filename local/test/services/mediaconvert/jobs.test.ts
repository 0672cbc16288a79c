import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transcoder } from '../../../engines/transcode/transcoder';
import { bucket, openStudio, type Studio, workerPath } from '../../../testing/studio';
import { loudness as normalization } from './common-settings';
import { settingsFor } from './film-job';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(async () => {
  await studio.laptop.stop();
});

const text = async (key: string) => (await studio.read(key)).toString();

test('a ladder with sound becomes one CMAF group, named as MediaConvert names it', async () => {
  const source = await studio.upload('plain');
  const job = await studio.run(
    settingsFor(source, {
      destination: `s3://${bucket}/ladder/film`,
      rungs: [
        [320, 180],
        [160, 90],
      ],
    }),
    { UserMetadata: { assetId: 'a1' } },
  );
  expect(job).toMatchObject({ Status: 'COMPLETE', JobPercentComplete: 100 });
  expect(await studio.files('ladder/')).toEqual([
    'film.m3u8',
    'film.mpd',
    'film_180p.m3u8',
    'film_180p_000000001.cmfv',
    'film_180p_000000002.cmfv',
    'film_180pinit.cmfv',
    'film_90p.m3u8',
    'film_90p_000000001.cmfv',
    'film_90p_000000002.cmfv',
    'film_90pinit.cmfv',
    'film_audio.m3u8',
    'film_audio_000000001.cmfa',
    'film_audio_000000002.cmfa',
    'film_audioinit.cmfa',
  ]);
  const multivariant = await text('ladder/film.m3u8');
  expect(multivariant).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
  expect(multivariant).toMatch(/#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",.*DEFAULT=YES.*URI="film_audio.m3u8"/);
  expect(multivariant).toMatch(
    /#EXT-X-STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1\.64\w{4},mp4a\.40\.2",RESOLUTION=320x180,FRAME-RATE=24\.000,VIDEO-RANGE=SDR,AUDIO="audio"\nfilm_180p\.m3u8/,
  );
  expect(await text('ladder/film_180p.m3u8')).toContain(
    '#EXTINF:2.000000,\nfilm_180p_000000001.cmfv\n#EXTINF:1.000000,',
  );
  expect(await text('ladder/film.mpd')).toContain('<S t="0" d="48000"/><S t="48000" d="24000"/>');
});

test('tells its progress by the events that AWS documents, in order', async () => {
  studio.events.length = 0;
  const source = await studio.upload('plain');
  const job = await studio.run(settingsFor(source, { destination: `s3://${bucket}/events/film` }), {
    UserMetadata: { assetId: 'a1', purpose: 'picture' },
  });
  const [progressing, input, ...others] = studio.events;
  expect(progressing).toEqual({
    timestamp: expect.any(Number),
    accountId: '000000000000',
    queue: 'arn:aws:mediaconvert:eu-west-1:000000000000:queues/Default',
    jobId: job.Id,
    status: 'PROGRESSING',
    userMetadata: { assetId: 'a1', purpose: 'picture' },
  });
  expect(input).toMatchObject({
    status: 'INPUT_INFORMATION',
    inputDetails: [
      {
        id: 1,
        uri: source,
        video: [{ codec: 'H_264', width: 320, height: 180, frameRate: 24, interlaceMode: 'PROGRESSIVE', streamId: 1 }],
        audio: [{ codec: 'AAC', channels: 2, sampleRate: 48000, language: 'UND', streamId: 2 }],
      },
    ],
  });
  for (const update of others.slice(0, -1)) {
    expect(update).toMatchObject({ status: 'STATUS_UPDATE', jobProgress: { jobPercentComplete: expect.any(Number) } });
  }
  expect(others.at(-1)).toMatchObject({
    status: 'COMPLETE',
    outputGroupDetails: [
      {
        type: 'CMAF_GROUP',
        playlistFilePaths: [`s3://${bucket}/events/film.mpd`, `s3://${bucket}/events/film.m3u8`],
        outputDetails: [
          { durationInMs: 3000, videoDetails: { widthInPx: 160, heightInPx: 90 } },
          { durationInMs: expect.any(Number) },
        ],
      },
    ],
  });
});

test.each([
  ['portrait', 90, 160],
  ['rotated', 90, 160],
  ['silent', 160, 90],
  ['oddSize', 160, 90],
  ['variableRate', 160, 90],
  ['tenBit', 160, 90],
  ['interlaced', 160, 90],
  ['surround', 160, 90],
  ['fractionalRate', 160, 90],
  ['transportStream', 160, 90],
  ['matroska', 160, 90],
] as const)('encodes a film that is %s, from time zero and in whole segments', async (name, width, height) => {
  const source = await studio.upload(name);
  const destination = `s3://${bucket}/${name}/film`;
  const sound = name !== 'silent';
  const job = await studio.run(settingsFor(source, { destination, sound, rungs: [[width, height]] }));
  expect(job.ErrorMessage).toBeUndefined();
  expect(await text(`${name}/film.m3u8`)).toContain(`RESOLUTION=${width}x${height}`);
  expect(await text(`${name}/film.mpd`)).toContain('<S t="0"');
  const durations = [...(await text(`${name}/film_${height}p.m3u8`)).matchAll(/#EXTINF:([\d.]+)/g)].map(([, d]) =>
    Number(d),
  );
  expect(durations[0]).toBeCloseTo(2, 1);
  expect(durations.reduce((sum, duration) => sum + duration)).toBeCloseTo(3, 0);
});

test('a picture that is tone-mapped is marked as what it has become', async () => {
  const source = await studio.upload('hdr10');
  const video = {
    VideoPreprocessors: {
      ColorCorrector: {
        ColorSpaceConversion: 'FORCE_709',
        HdrToSdrToneMapper: 'VIBRANT',
        SampleRangeConversion: 'NONE',
      },
    },
  };
  const job = await studio.run(settingsFor(source, { destination: `s3://${bucket}/hdr/film`, video }));
  expect(job.ErrorMessage).toBeUndefined();
  expect(await text('hdr/film.m3u8')).toContain('VIDEO-RANGE=SDR');
  const kept = await studio.run(settingsFor(source, { destination: `s3://${bucket}/hdr/kept` }));
  expect(kept.ErrorMessage).toBeUndefined();
  expect(await text('hdr/kept.m3u8')).toContain('VIDEO-RANGE=PQ');
});

test('sound alone becomes a DASH ISO group', async () => {
  const source = await studio.upload('audioOnly');
  const job = await studio.run(settingsFor(source, { destination: `s3://${bucket}/sound/film`, rungs: [] }));
  expect(job.ErrorMessage).toBeUndefined();
  expect(await studio.files('sound/')).toEqual([
    'film.mpd',
    'film_audio_000000001.mp4',
    'film_audio_000000002.mp4',
    'film_audioinit.mp4',
  ]);
});

test('thumbnails are tiled, and named in both manifests', async () => {
  const source = await studio.upload('plain');
  const group = {
    ImageBasedTrickPlay: 'ADVANCED',
    ImageBasedTrickPlaySettings: {
      IntervalCadence: 'FOLLOW_CUSTOM',
      ThumbnailInterval: 0.5,
      ThumbnailWidth: 80,
      TileWidth: 2,
      TileHeight: 2,
    },
  };
  await studio.run(settingsFor(source, { destination: `s3://${bucket}/tiles/film`, group }));
  const names = (await studio.files('tiles/')).filter((name) => name.includes('thumbnails'));
  expect(names).toEqual(['film_thumbnails.m3u8', 'film_thumbnails_000000001.jpg', 'film_thumbnails_000000002.jpg']);
  expect(await text('tiles/film_thumbnails.m3u8')).toContain(
    '#EXT-X-TILES:RESOLUTION=80x46,LAYOUT=2x2,DURATION=0.500000',
  );
  expect(await text('tiles/film.m3u8')).toContain('#EXT-X-IMAGE-STREAM-INF:');
  expect(await text('tiles/film.mpd')).toContain('http://dashif.org/guidelines/thumbnail_tile');
});

test('the wanted language is chosen among several', async () => {
  const source = await studio.upload('twoLanguages');
  const selector = { SelectorType: 'LANGUAGE_CODE', LanguageCode: 'FRA' };
  await studio.run(settingsFor(source, { destination: `s3://${bucket}/french/film`, selector }));
  expect(await text('french/film.m3u8')).toContain('LANGUAGE="fr",NAME="French"');
});

test('loudness is brought to the target', async () => {
  const source = await studio.upload('plain');
  const normal = (TargetLkfs: number) => ({
    AudioNormalizationSettings: { ...normalization, TargetLkfs },
  });
  const sizes: number[] = [];
  for (const target of [-16, -30]) {
    const destination = `s3://${bucket}/loud${target}/film`;
    const job = await studio.run(settingsFor(source, { destination, rungs: [], audio: normal(target) }));
    expect(job.ErrorMessage).toBeUndefined();
    sizes.push(await loudness(`loud${target}/film_audio`));
  }
  expect(sizes[0]).toBeCloseTo(-16, 0);
  expect(sizes[1]).toBeCloseTo(-30, 0);
});

/** Measures the loudness of the written file, in LUFS. */
async function loudness(prefix: string): Promise<number> {
  const parts = await Promise.all(
    ['init', '_000000001', '_000000002'].map((part) => studio.read(`${prefix}${part}.mp4`)),
  );
  const folder = mkdtempSync(join(tmpdir(), 'loudness-'));
  writeFileSync(join(folder, 'sound.mp4'), Buffer.concat(parts));
  await new Transcoder({ workerPath }).transcode(
    {
      input: 'sound.mp4',
      graphs: [
        {
          description: '[0:0]ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:file=loudness.txt[a0]',
          streams: [0],
          outputs: ['a0'],
        },
      ],
      outputs: [
        {
          path: '-',
          format: 'null',
          options: {},
          tracks: [{ label: 'a0', medium: 'audio', encoder: 'pcm_f64le', options: {} }],
        },
      ],
    },
    { folder },
  );
  return Number(readFileSync(join(folder, 'loudness.txt'), 'utf8').match(/I=(-?[\d.]+)\s*$/)?.[1]);
}

describe('a job that cannot end well ends in ERROR', () => {
  const attempt = async (source: string, wanted = {}) => {
    const destination = `s3://${bucket}/failed/film`;
    return studio.run(settingsFor(source, { destination, ...wanted }));
  };

  test.each([
    ['truncated', 1010, /truncated|damaged/],
    ['truncatedIndex', 1010, /Failed probe\/open/],
    ['corrupt', 1010, /damaged|truncated|decode/],
    ['audioOnly', 1030, /no video track/],
  ] as const)('for a film that is %s', async (name, code, reason) => {
    const job = await attempt(await studio.upload(name));
    expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: code, ErrorMessage: expect.stringMatching(reason) });
    expect(studio.events.at(-1)).toMatchObject({ status: 'ERROR', jobId: job.Id, errorCode: code });
    expect(await studio.files('failed/')).toEqual([]);
  });

  test('for a source that does not exist', async () => {
    expect(await attempt(`s3://${bucket}/nothing-here`)).toMatchObject({ Status: 'ERROR', ErrorCode: 1404 });
  });

  test('for a source that the role may not read', async () => {
    expect(await attempt(`s3://${bucket}/forbidden/film`)).toMatchObject({ Status: 'ERROR', ErrorCode: 1401 });
  });

  test('for a role that does not trust MediaConvert', async () => {
    const { attributes } = await studio.laptop.deploy('AWS::IAM::Role', 'Stranger', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
    });
    const settings = settingsFor(await studio.upload('plain'), { destination: `s3://${bucket}/failed/film` });
    const job = await studio.run(settings, { Role: attributes.Arn });
    expect(job).toMatchObject({
      Status: 'ERROR',
      ErrorCode: 1401,
      ErrorMessage: expect.stringContaining('sts:AssumeRole'),
    });
  });

  test('for a destination that the role may not write', async () => {
    const source = await studio.upload('silent');
    const destination = `s3://${bucket}/forbidden/film`;
    expect(await attempt(source, { destination, sound: false })).toMatchObject({ Status: 'ERROR', ErrorCode: 3403 });
  });

  test('for a selector of a track that is not there', async () => {
    expect(await attempt(await studio.upload('silent'))).toMatchObject({ Status: 'ERROR', ErrorCode: 1030 });
  });

  test('for exact segments that are no multiple of the GOP', async () => {
    const h264 = { GopSize: 1.5 };
    const group = { SegmentLengthControl: 'EXACT' };
    expect(await attempt(await studio.upload('plain'), { h264, group })).toMatchObject({
      Status: 'ERROR',
      ErrorCode: 1040,
    });
  });
});
