import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorker, openStudio, type Studio, Transcoder } from '@omnistream/local/test';
import { statedRequest } from '../../lambda/media-pipeline/jobs/stated-settings';
import { soundSettings } from '../../lambda/speech/transcribe/sound-settings';

const transcoder = new Transcoder({ workerPath: buildWorker('transcode') });

let studio: Studio;
let folder: string;
beforeAll(async () => {
  studio = await openStudio();
  folder = mkdtempSync(join(tmpdir(), 'sound-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await studio.laptop.stop();
});

/** The written files, in the form that a player sees. */
async function probe(key: string) {
  const path = join(folder, key.replaceAll('/', '-'));
  writeFileSync(path, await studio.read(key));
  return transcoder.probe(path);
}

const smallest = (codec = 'h264') =>
  expect.objectContaining({ kind: 'video', codec, video: expect.objectContaining({ width: 32, height: 32 }) });
const heard = (codec: string, channels: number) =>
  expect.objectContaining({ codec, audio: expect.objectContaining({ channels, sampleRate: 48_000 }) });

// The last source has no picture, so MediaConvert makes a black one.
test.each([
  'plain',
  'matroska',
  'transportStream',
  'surround',
  'twoLanguages',
  'interlaced',
  'hdr10',
  'audioOnly',
] as const)(
  'the sound of a film that is %s becomes files with the smallest picture, as long as the film',
  async (name) => {
    const source = await studio.upload(name);
    const settings = soundSettings(source, { track: 1, withBed: true }, `s3://${studio.bucket}/${name}/sound`);
    const job = await studio.run(settings, statedRequest);
    expect(job).toMatchObject({ Status: 'COMPLETE', JobPercentComplete: 100 });
    expect(await studio.files(`${name}/`)).toEqual(['sound_bed.mov', 'sound_speech.mp4']);
    const speech = await probe(`${name}/sound_speech.mp4`);
    expect(speech.brand).toMatch(/^iso/);
    expect(speech.tracks).toHaveLength(2);
    expect(speech.tracks).toEqual(expect.arrayContaining([smallest(), heard('aac', 1)]));
    const bed = await probe(`${name}/sound_bed.mov`);
    expect(bed.brand).toMatch(/^qt/);
    expect(bed.tracks).toHaveLength(2);
    expect(bed.tracks).toEqual(expect.arrayContaining([smallest(), heard('pcm_s16le', 2)]));
    for (const { tracks } of [speech, bed]) {
      for (const { durationSeconds = 0 } of tracks) expect(Math.abs(durationSeconds - 3)).toBeLessThan(0.11);
    }
  },
);
