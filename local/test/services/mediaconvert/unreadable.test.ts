import { ProbeCommand } from '@aws-sdk/client-mediaconvert';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { bucket, openStudio, type Studio } from '../../../testing/studio';
import { byPath, selfReferencing } from '../../support/crafted/references';
import { settingsFor } from './film-job';

const probe = ({ mediaConvert }: Studio, FileUrl: string) =>
  mediaConvert.send(new ProbeCommand({ InputFiles: [{ FileUrl }] }));
const encode = (studio: Studio, url: string) =>
  studio.run(settingsFor(url, { destination: `s3://${bucket}/out/film` }));

/** The events with which a job has ended; more than one would mean that it ran again. */
const ends = ({ events }: Studio) => events.filter(({ status }) => status === 'ERROR' || status === 'COMPLETE');

describe('a file that refers to other files', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.laptop.stop());

  test.each([
    ['a concat script that refers to itself', selfReferencing],
    ['an HLS playlist', byPath['an HLS media playlist of files']?.('/etc/hostname') ?? ''],
    ['a DASH manifest', byPath['a DASH manifest of files']?.('/etc/hostname') ?? ''],
  ])('%s has no format that is known, and a job that reads it ends once, with error 1010', async (name, text) => {
    await studio.s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: text }));
    const url = `s3://${bucket}/${name}`;
    await expect(probe(studio, url)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('no parser found for container'),
    });
    const before = ends(studio).length;
    expect(await encode(studio, url)).toMatchObject({ Status: 'ERROR', ErrorCode: 1010 });
    expect(ends(studio).slice(before)).toMatchObject([{ errorCode: 1010 }]);
  });
});

describe('a file that takes more than a process may use', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio(undefined, { limits: { memoryBytes: 1e6 } });
  });
  afterAll(() => studio.laptop.stop());

  test('is malformed to a probe, which SDKs do not repeat, and unreadable to a job, which ends once', async () => {
    const url = await studio.upload('plain');
    await expect(probe(studio, url)).rejects.toMatchObject({
      name: 'UnprocessableEntityException',
      $metadata: { httpStatusCode: 422, attempts: 1 },
    });
    expect(await encode(studio, url)).toMatchObject({ Status: 'ERROR', ErrorCode: 1010 });
    expect(ends(studio)).toMatchObject([{ errorCode: 1010 }]);
  });
});

describe('a machine that is too busy to read a file', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio(undefined, { limits: { silentSeconds: 0 } });
  });
  afterAll(() => studio.laptop.stop());

  test('is no fault of the file: the probe may be repeated, and the job ends once, with error 1999', async () => {
    const url = await studio.upload('plain');
    await expect(probe(studio, url)).rejects.toMatchObject({ name: 'InternalServerErrorException' });
    expect(await encode(studio, url)).toMatchObject({ Status: 'ERROR', ErrorCode: 1999 });
    expect(ends(studio)).toMatchObject([{ errorCode: 1999 }]);
  });
});
