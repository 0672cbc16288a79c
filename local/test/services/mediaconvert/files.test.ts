import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobSettings } from '@aws-sdk/client-mediaconvert';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Transcoder } from '../../../engines/transcode/transcoder';
import { englishInMatroska } from '../../../testing/english';
import { needs } from '../../../testing/needs';
import { bucket, openStudio, type Studio, workerPath } from '../../../testing/studio';
import { openBooth } from '../transcribe/support';
import { cmfc, mov, mp4 } from './common-settings';
import { soundJob } from './sound-job';

const transcoder = new Transcoder({ workerPath });

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

const put = async (key: string, path: string) => {
  await studio.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: readFileSync(path) }));
  return `s3://${bucket}/${key}`;
};

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
test.each(['plain', 'audioOnly'] as const)(
  'the sound of a film that is %s becomes files with the smallest picture, as long as the film',
  async (name) => {
    const source = await studio.upload(name);
    const job = await studio.run(soundJob(source, `s3://${bucket}/${name}/sound`, { withBed: true }));
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

test('the event names the file, and how long it is', async () => {
  studio.events.length = 0;
  const source = await studio.upload('plain');
  const job = await studio.run(soundJob(source, `s3://${bucket}/event/sound`), {
    UserMetadata: { purpose: 'sound' },
  });
  expect(studio.events.at(-1)).toMatchObject({
    status: 'COMPLETE',
    userMetadata: { purpose: 'sound' },
    outputGroupDetails: [
      {
        type: 'FILE_GROUP',
        outputDetails: [
          { outputFilePaths: [`s3://${bucket}/event/sound_speech.mp4`], durationInMs: expect.any(Number) },
        ],
      },
    ],
  });
  const [output] = job.OutputGroupDetails?.[0]?.OutputDetails ?? [];
  expect(Math.abs((output?.DurationInMs ?? 0) - 3000)).toBeLessThan(50);
});

/** The job with a change. */
function altered(source: string, destination: string, change: (settings: JobSettings) => void): JobSettings {
  const settings = structuredClone(soundJob(source, destination));
  change(settings);
  return settings;
}
const outputOf = (settings: JobSettings) => settings.OutputGroups?.[0]?.Outputs?.[0] ?? {};

test('a file is called by its destination, modifier and extension; in a folder, by its source', async () => {
  const source = await studio.upload('audioOnly');
  const settings = altered(source, `s3://${bucket}/names/`, (job) => {
    Object.assign(outputOf(job), { NameModifier: '_voice', Extension: 'm4a' });
  });
  expect(await studio.run(settings)).toMatchObject({ Status: 'COMPLETE' });
  expect(await studio.files('names/')).toEqual(['audioOnly_voice.m4a']);
});

test('the index comes first, unless it is wanted where it was made', async () => {
  const source = await studio.upload('audioOnly');
  const order = async (key: string) => {
    const content = await studio.read(key);
    return content.indexOf('moov') < content.indexOf('mdat');
  };
  await studio.run(soundJob(source, `s3://${bucket}/index/first`));
  await studio.run(
    altered(source, `s3://${bucket}/index/last`, (job) => {
      Object.assign(outputOf(job), {
        ContainerSettings: { Container: 'MP4', Mp4Settings: { ...mp4, MoovPlacement: 'NORMAL' } },
      });
    }),
  );
  expect([await order('index/first_speech.mp4'), await order('index/last_speech.mp4')]).toEqual([true, false]);
});

describe('a job that cannot end well ends in ERROR', () => {
  test.each([
    ['a film without sound', 'silent', 1, 1030, /matches no track/],
    ['a track that is not there', 'plain', 2, 1030, /matches no track/],
    ['a film that breaks off', 'truncated', 1, 1010, /truncated|damaged/],
  ] as const)('for %s', async (_, name, track, code, reason) => {
    const settings = soundJob(await studio.upload(name), `s3://${bucket}/failed/sound`, { track });
    expect(await studio.run(settings)).toMatchObject({
      Status: 'ERROR',
      ErrorCode: code,
      ErrorMessage: expect.stringMatching(reason),
    });
    expect(await studio.files('failed/')).toEqual([]);
  });

  test('for a destination that the role may not write', async () => {
    const settings = soundJob(await studio.upload('plain'), `s3://${bucket}/forbidden/sound`);
    expect(await studio.run(settings)).toMatchObject({ Status: 'ERROR', ErrorCode: 3403 });
  });
});

test.each<[string, RegExp, (settings: JobSettings) => void]>([
  [
    'another container',
    /container: is "MXF"/,
    (job) => {
      outputOf(job).ContainerSettings = { Container: 'MXF' };
    },
  ],
  [
    'a container of segments',
    /container: must be MP4 or MOV/,
    (job) => {
      outputOf(job).ContainerSettings = { Container: 'CMFC', CmfcSettings: cmfc };
    },
  ],
  [
    'a picture alone',
    /audioDescriptions: is required .* in a file group/,
    (job) => {
      outputOf(job).AudioDescriptions = [];
    },
  ],
  [
    'QuickTime of sound alone',
    /videoDescription: is required in QuickTime files/,
    (job) => {
      outputOf(job).ContainerSettings = { Container: 'MOV', MovSettings: mov };
      delete outputOf(job).VideoDescription;
    },
  ],
  [
    'PCM in MP4',
    /codec: must be AAC, because MP4 files cannot contain PCM/,
    (job) => {
      const [speech, bed] = soundJob('', '', { withBed: true }).OutputGroups?.[0]?.Outputs ?? [];
      Object.assign(outputOf(job), { ...bed, ContainerSettings: speech?.ContainerSettings });
    },
  ],
  [
    'an encryption of its own',
    /fileGroupSettings\/destinationSettings: is not supported/,
    (job) => {
      const S3Settings = { Encryption: { EncryptionType: 'SERVER_SIDE_ENCRYPTION_S3' as const } };
      Object.assign(job.OutputGroups?.[0]?.OutputGroupSettings?.FileGroupSettings ?? {}, {
        DestinationSettings: { S3Settings },
      });
    },
  ],
  [
    'a group without a destination',
    /fileGroupSettings: is required/,
    (job) => {
      delete job.OutputGroups?.[0]?.OutputGroupSettings?.FileGroupSettings;
    },
  ],
  [
    'a destination by date',
    /destination: has format identifiers/,
    (job) => {
      const { FileGroupSettings } = job.OutputGroups?.[0]?.OutputGroupSettings ?? {};
      Object.assign(FileGroupSettings ?? {}, { Destination: `s3://${bucket}/refused/$dt$` });
    },
  ],
  [
    'a name by date',
    /nameModifier: has format identifiers/,
    (job) => {
      outputOf(job).NameModifier = '_$dt$';
    },
  ],
  [
    'two files, one without a name',
    /nameModifier: is required with several outputs/,
    (job) => {
      const { NameModifier: _, ...nameless } = outputOf(job);
      job.OutputGroups?.[0]?.Outputs?.push(nameless);
    },
  ],
])('an unsupported setting of a file group is refused by its path: %s', async (_, message, change) => {
  const settings = altered(`s3://${bucket}/any`, `s3://${bucket}/refused/sound`, change);
  await expect(studio.run(settings)).rejects.toMatchObject({
    name: 'BadRequestException',
    message: expect.stringMatching(message),
  });
});

needs('vosk').test('Transcribe hears what is said in a Matroska film, by the sound that was extracted', async () => {
  const source = await put('sources/film.mkv', await englishInMatroska(workerPath, folder));
  const job = await studio.run(soundJob(source, `s3://${bucket}/english/sound`));
  expect(job.ErrorMessage).toBeUndefined();
  const booth = await openBooth();
  try {
    const film = await booth.put('film.mkv', await studio.read('sources/film.mkv'));
    await booth.start('film', film);
    expect((await booth.finished('film')).TranscriptionJobStatus).toBe('FAILED');

    const sound = await booth.put('sound.mp4', await studio.read('english/sound_speech.mp4'));
    await booth.start('sound', sound, { LanguageCode: 'en-US', MediaFormat: 'mp4', OutputKey: 'transcript.json' });
    expect(await booth.finished('sound')).toMatchObject({ TranscriptionJobStatus: 'COMPLETED' });
    const { results } = JSON.parse(await booth.read('transcript.json'));
    expect(results.transcripts[0].transcript).toMatch(/leisure to consider .* young man/i);
    // Sentences begin at the same times as in the film.
    const word = results.items.find(({ alternatives: [first] }: { alternatives: { content: string }[] }) =>
      /^young$/i.test(first?.content ?? ''),
    );
    expect(Number(word?.start_time)).toBeGreaterThan(8.8);
    expect(Number(word?.end_time)).toBeLessThan(12);
  } finally {
    await booth.laptop.stop();
  }
});
