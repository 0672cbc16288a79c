import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelJobCommand,
  CreateJobCommand,
  DescribeEndpointsCommand,
  GetJobCommand,
  GetQueueCommand,
  type JobSettings,
  ListJobsCommand,
  ListQueuesCommand,
  ProbeCommand,
} from '@aws-sdk/client-mediaconvert';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { bucket, openStudio, requestOf, type Studio } from '../../../testing/studio';
import cases from '../../cases/mediaconvert-settings.json';
import { settingsFor } from './film-job';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(async () => {
  await studio.laptop.stop();
});

const base = () => settingsFor(`s3://${bucket}/nothing`, { destination: `s3://${bucket}/out/film` });
const create = (Settings: JobSettings, more = {}) =>
  studio.mediaConvert.send(new CreateJobCommand(requestOf(studio.roleArn, Settings, more)));

describe('CreateJob', () => {
  test.each(cases)('refuses $name', async ({ path, value, message }) => {
    const settings = base() as never;
    const steps = path.split('/');
    const last = steps.pop() as string;
    let target: Record<string, unknown> = settings;
    for (const step of steps) {
      target[step] ??= {};
      target = target[step] as Record<string, unknown>;
    }
    if (value === null) delete target[last];
    else target[last] = value;
    await expect(create(settings)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message),
    });
  });

  test('makes one job of two requests with one token', async () => {
    const token = { ClientRequestToken: 'once' };
    const first = await create(base(), token);
    const second = await create(base(), token);
    expect(second.Job?.Id).toBe(first.Job?.Id);
    const other = settingsFor(`s3://${bucket}/other`, { destination: `s3://${bucket}/out/film` });
    await expect(create(other, token)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  test('refuses a queue that does not exist', async () => {
    await expect(create(base(), { Queue: 'nowhere' })).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

test('jobs wait in a paused queue, are listed by queue and status, and can be canceled', async () => {
  const { ref, attributes } = await studio.laptop.deploy('AWS::MediaConvert::Queue', 'Quiet', { Status: 'PAUSED' });
  const queue = { Queue: attributes.Arn as string };
  const first = (await create(base(), queue)).Job?.Id;
  const second = (await create(base(), queue)).Job?.Id;
  const list = async (more = {}) => {
    const { Jobs = [], NextToken } = await studio.mediaConvert.send(new ListJobsCommand({ Queue: ref, ...more }));
    return { ids: Jobs.map(({ Id }) => Id), NextToken };
  };
  expect((await list({ Order: 'ASCENDING' })).ids).toEqual([first, second].sort());
  const page = await list({ MaxResults: 1 });
  expect((await list({ MaxResults: 1, NextToken: page.NextToken })).ids).toHaveLength(1);

  await studio.mediaConvert.send(new CancelJobCommand({ Id: first }));
  expect((await list({ Status: 'CANCELED' })).ids).toEqual([first]);
  expect(studio.events.at(-1)).toMatchObject({ status: 'CANCELED', jobId: first });
  await expect(studio.mediaConvert.send(new CancelJobCommand({ Id: first }))).rejects.toMatchObject({
    name: 'ConflictException',
  });

  const { Queue } = await studio.mediaConvert.send(new GetQueueCommand({ Name: ref }));
  expect(Queue).toMatchObject({ Name: ref, Status: 'PAUSED', SubmittedJobsCount: 1, PricingPlan: 'ON_DEMAND' });
  const { Queues } = await studio.mediaConvert.send(new ListQueuesCommand({ ListBy: 'NAME' }));
  expect(Queues?.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['Default', ref]));

  await studio.laptop.deploy('AWS::MediaConvert::Queue', 'Quiet', { Status: 'ACTIVE' });
  expect(await studio.finished(second as string)).toMatchObject({ Status: 'ERROR', ErrorCode: 1404 });
});

test('an unknown job is not found', async () => {
  await expect(studio.mediaConvert.send(new GetJobCommand({ Id: 'none' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

test('DescribeEndpoints answers the address of all services', async () => {
  const { Endpoints } = await studio.mediaConvert.send(new DescribeEndpointsCommand({}));
  expect(Endpoints).toEqual([{ Url: studio.laptop.kernel.endpoint }]);
});

describe('Probe', () => {
  const probe = (FileUrl: string) => studio.mediaConvert.send(new ProbeCommand({ InputFiles: [{ FileUrl }] }));

  test('describes a film in MediaConvert’s words', async () => {
    const { ProbeResults } = await probe(await studio.upload('rotated'));
    expect(ProbeResults?.[0]).toMatchObject({
      Container: {
        Format: 'mp4',
        Duration: expect.closeTo(3, 0),
        Tracks: [
          {
            Index: 1,
            TrackType: 'video',
            Codec: 'AVC',
            VideoProperties: {
              Width: 320,
              Height: 180,
              Rotation: 90,
              BitDepth: 8,
              FrameRate: { Numerator: 24, Denominator: 1 },
            },
          },
          { Index: 2, TrackType: 'audio', Codec: 'AAC', AudioProperties: { Channels: 2, SampleRate: 48000 } },
        ],
      },
      TrackMappings: [{ VideoTrackIndexes: [1], AudioTrackIndexes: [2] }],
      Metadata: { FileSize: expect.any(Number) },
    });
  });

  test('names HDR, Matroska and what is no media', async () => {
    const { ProbeResults } = await probe(await studio.upload('hdr10'));
    expect(ProbeResults?.[0]?.Container?.Tracks?.[0]?.VideoProperties).toMatchObject({
      BitDepth: 10,
      ColorPrimaries: 'ITU_2020',
      TransferCharacteristics: 'SMPTE_2084',
    });
    expect((await probe(await studio.upload('matroska'))).ProbeResults?.[0]?.Container?.Format).toBe('matroska');
    await studio.s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: 'notes', Body: 'To be or not to be. '.repeat(100) }),
    );
    await expect(probe(`s3://${bucket}/notes`)).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(probe(`s3://${bucket}/nothing`)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

test('a job that a stop has cut off is done after the next start, under its id', async () => {
  const home = mkdtempSync(join(tmpdir(), 'studio-'));
  const before = await openStudio(home);
  const source = await before.upload('plain');
  const settings = settingsFor(source, { destination: `s3://${bucket}/again/film` });
  const { Job } = await before.mediaConvert.send(new CreateJobCommand(requestOf(before.roleArn, settings)));
  while (!before.events.some(({ status }) => status === 'INPUT_INFORMATION')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await before.laptop.stop();
  const after = await openStudio(home);
  try {
    expect(await after.finished(Job?.Id as string)).toMatchObject({ Status: 'COMPLETE' });
    expect(await after.files('again/')).toContain('film.m3u8');
  } finally {
    await after.laptop.stop();
  }
});
