import * as sdk from '@aws-sdk/client-mediaconvert';
import { type Laptop, standIn, startLaptop } from '@omnistream/local/test';
import { ServiceError } from '@omnistream/local/wire';
import { pictureJobRequest } from '../../../../lambda/media-pipeline/encode/picture-job';
import { planLadder } from '../../../../lambda/media-pipeline/encode/plan-ladder';
import { probe } from '../../../../lambda/media-pipeline/intake/probe.client';
import { MediaConvertEncoder } from '../../../../lambda/media-pipeline/jobs/encoder.client';
import type { TranscodeInput } from '../../../../lambda/media-pipeline/messages';
import { reasonForError } from '../../../../lambda/shared/reasons';

const source = { bucket: 'uploads', key: 'uploads/x/source', versionId: 'v', size: 1 };
const run = { assetId: 'abcdefghijklmnopqrstuv', run: '0123abcd', source };
const queueArn = 'arn:aws:mediaconvert:eu-west-1:000000000000:queues/films';
const start = Date.parse('2026-01-01T00:00:00Z');

/** MediaConvert's API without its engine. */
const jobs: sdk.Job[] = [];
let listed = 0;
let refusal: ServiceError | undefined;
const operations = {
  CreateJob: ({ Role, Settings, UserMetadata }: sdk.CreateJobRequest) => {
    if (refusal) throw refusal;
    const job = { Id: `job ${jobs.length}`, Role, Settings: Settings as sdk.JobSettings, UserMetadata };
    jobs.unshift({ ...job, CreatedAt: new Date(start + jobs.length * 1000) });
    return { Job: jobs[0] };
  },
  ListJobs: ({ MaxResults = 20, NextToken = '0' }: sdk.ListJobsRequest) => {
    listed += 1;
    const end = Number(NextToken) + MaxResults;
    return { Jobs: jobs.slice(Number(NextToken), end), NextToken: end < jobs.length ? String(end) : undefined };
  },
  Probe: (): sdk.ProbeResponse => {
    if (refusal) throw refusal;
    return { ProbeResults: [{ Container: { Format: 'mp4' } }] };
  },
};

let laptop: Laptop;
let client: sdk.MediaConvertClient;
let encoder: MediaConvertEncoder<TranscodeInput>;

beforeAll(async () => {
  laptop = await startLaptop(() => [standIn({ id: 'mediaconvert', sdk, operations })]);
  client = new sdk.MediaConvertClient(laptop.clientConfig);
  const roleArn = 'arn:aws:iam::000000000000:role/media-convert';
  encoder = new MediaConvertEncoder(client, { contentBucket: 'content', roleArn, queueArn }, pictureJobRequest);
});
beforeEach(() => {
  jobs.length = 0;
  listed = 0;
  refusal = undefined;
});
afterAll(() => laptop.stop());

const ladder = planLadder({ container: 'mp3', audio: [{ codec: 'MP3', track: 1, channels: 2 }] });
const input = { ...run, ladder, taskToken: 't' };
const create = (name = run.run) => encoder.create({ ...input, run: name }, 'request');

test('a job is found again by its run, many jobs later', async () => {
  const id = await create();
  for (let other = 0; other < 30; other++) await create(`${10_000_000 + other}`);
  expect(await encoder.find(input, start)).toBe(id);
  expect(listed).toBe(2);
});

test('a run without a job is looked for no longer than its claim is old', async () => {
  for (let other = 0; other < 60; other++) await create(`${10_000_000 + other}`);
  expect(await encoder.find(input, start + 600_000)).toBeUndefined();
  expect(listed).toBe(1);
});

test('settings that are not accepted fail the film by name', async () => {
  refusal = new ServiceError('BadRequestException', 'GopSize is wrong');
  await expect(create()).rejects.toMatchObject({
    name: 'TranscodeFailed',
    message: expect.stringContaining('GopSize is wrong'),
  });
});

test('a missing permission stays what it is, so that the workflow does not blame the film', async () => {
  refusal = new ServiceError('ForbiddenException', 'no', 403);
  await expect(create()).rejects.toMatchObject({ name: 'ForbiddenException' });
  await expect(probe(client, source)).rejects.toMatchObject({ name: 'ForbiddenException' });
});

test('a source is probed by its address', async () => {
  expect(await probe(client, source)).toMatchObject({ Container: { Format: 'mp4' } });
});

test.each([
  ['BadRequestException', 'no parser found', 'NotMedia'],
  ['UnprocessableEntityException', 'moov atom is missing', 'NotMedia'],
  ['BadRequestException', 'the input is encrypted', 'Encrypted'],
])('%s (%s) is told as %s', async (name, message, expected) => {
  refusal = new ServiceError(name, message);
  await expect(probe(client, source)).rejects.toMatchObject({ name: expected });
});

test('what the service reports about a file reaches the log, but not the reason that creators read', async () => {
  const words = `Unable to open [s3://${source.bucket}/${source.key}]: no parser found`;
  refusal = new ServiceError('BadRequestException', words);
  for (const call of [() => probe(client, source), create]) {
    const error = await call().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).toContain(words);
    const { message } = reasonForError(error?.name ?? '', error?.message);
    expect(message).not.toContain(source.bucket);
    expect(message).toMatch(/^The (file|encoder) [^/]+\.$/);
  }
});

test('the address of a source does not decide what its error means', async () => {
  const protectedBucket = { ...source, bucket: 'dev-drm-forbidden' };
  refusal = new ServiceError(
    'BadRequestException',
    `Unable to probe [s3://dev-drm-forbidden/${source.key}]: no parser`,
  );
  await expect(probe(client, protectedBucket)).rejects.toMatchObject({ name: 'NotMedia' });
});
