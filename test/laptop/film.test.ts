import { CreateJobCommand, type JobSettings } from '@aws-sdk/client-mediaconvert';
import { openStudio, type Studio } from '@omnistream/local/test';
import { authoringProblems, targetDurationProblems } from '../../cli/presentation';
import { jobSettings } from '../../lambda/media-pipeline/encode/job-settings';
import { statedRequest } from '../../lambda/media-pipeline/jobs/stated-settings';
import type { Ladder } from '../../lambda/media-pipeline/messages';
import { soundSettings } from '../../lambda/speech/transcribe/sound-settings';
import { mpdProblems } from '../support/mpd';

/** The limits of a film of 24 frames per second: GOPs of a second. */
const film = {
  picture: {
    rungs: [
      { name: '180p', width: 320, height: 180, maxBitrate: 400_000, quality: 7 },
      { name: '90p', width: 160, height: 90, maxBitrate: 400_000, quality: 7 },
    ],
    frameRate: { numerator: 24, denominator: 1 },
    gopFrames: 24,
    deinterlace: false,
    rotate: 'AUTO',
    thumbnailWidth: 80,
  },
  sound: { track: 1, channels: 2, bitrate: 96_000, language: 'und' },
} as const satisfies Ladder;

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
  await encode('film', film, 'plain');
});
afterAll(async () => {
  await studio.laptop.stop();
});

const text = async (key: string) => (await studio.read(key)).toString();

/** Runs the pipeline's job for a film of three seconds, with segments of two instead of six, and more thumbnails. */
async function encode(folder: string, ladder: Ladder, name: 'plain' | 'audioOnly', group: object = {}): Promise<void> {
  const settings = jobSettings(ladder, await studio.upload(name), `s3://${studio.bucket}/${folder}/film`);
  const { CmafGroupSettings: cmaf, DashIsoGroupSettings: dash } = settings.OutputGroups?.[0]?.OutputGroupSettings ?? {};
  Object.assign(cmaf ?? dash ?? {}, { SegmentLength: 2, FragmentLength: 1, ...group });
  Object.assign(cmaf?.ImageBasedTrickPlaySettings ?? {}, { ThumbnailInterval: 0.5, TileWidth: 2, TileHeight: 2 });
  const job = await studio.run(settings, statedRequest);
  expect(job.ErrorMessage).toBeUndefined();
}

const hdr: Ladder = { ...film, picture: { ...film.picture, toneMap: 'HDR10', deinterlace: true } };
const places = ['s3://a/film', 's3://b/film'] as const;

test.each<[string, JobSettings]>([
  ['a film', jobSettings(hdr, ...places)],
  ['a film of other colours', jobSettings({ ...film, picture: { ...film.picture, to709: true } }, ...places)],
  ['sound alone', jobSettings({ sound: film.sound }, ...places)],
  ['the sound for Transcribe', soundSettings(places[0], { track: 1, withBed: true }, places[1])],
])('the job of %s leaves nothing to a default', async (_, Settings) => {
  const request = { ...statedRequest, Queue: 'Default', Role: studio.roleArn, Settings };
  await expect(studio.mediaConvert.send(new CreateJobCommand(request))).resolves.toHaveProperty('Job.Id');
});

describe('the MPD is valid', () => {
  test('of a ladder with thumbnails', async () => {
    const mpd = await text('film/film.mpd');
    expect(mpd).toContain('thumbnail_tile');
    expect(await mpdProblems(mpd)).toEqual([]);
  });

  test('of sound alone', async () => {
    await encode('sound', { sound: film.sound }, 'audioOnly');
    expect(await mpdProblems(await text('sound/film.mpd'))).toEqual([]);
  });
});

test('the target durations of picture and sound are equal, and would differ if the job wanted them rounded up', async () => {
  await encode('legacy', film, 'plain', { TargetDurationCompatibilityMode: 'LEGACY' });
  const playlists = async (folder: string) => {
    const names = ['film_180p.m3u8', 'film_90p.m3u8', 'film_audio.m3u8'];
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await text(`${folder}/${name}`)])));
  };
  expect(targetDurationProblems(await playlists('film'))).toEqual([]);
  expect(targetDurationProblems(await playlists('legacy'))).toEqual([
    'unequal target duration: film_180p.m3u8 declares 2 s, film_90p.m3u8 declares 2 s, film_audio.m3u8 declares 3 s',
  ]);
});

test('the encoder’s own multivariant playlist lacks only what the publication adds', async () => {
  expect(authoringProblems(await text('film/film.m3u8'))).toEqual(
    ['film_180p.m3u8', 'film_90p.m3u8'].map((uri) => `${uri}: CLOSED-CAPTIONS is missing`),
  );
});
