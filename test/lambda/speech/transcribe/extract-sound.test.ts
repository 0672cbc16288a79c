import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as sdk from '@aws-sdk/client-mediaconvert';
import { createDynamoDb, type Laptop, standIn, startLaptop } from '@omnistream/local/test';
import { MediaConvertEncoder } from '../../../../lambda/media-pipeline/jobs/encoder.client';
import { JobTable } from '../../../../lambda/media-pipeline/jobs/job-records.client';
import { jobKey } from '../../../../lambda/shared/jobs';
import type { ExtractSoundInput } from '../../../../lambda/speech/model';
import { extractSound } from '../../../../lambda/speech/transcribe/extract-sound';
import { soundJobRequest } from '../../../../lambda/speech/transcribe/sound-job';
import { faults } from '../../media-pipeline/model';
import { run } from '../support';

const jobs: sdk.Job[] = [];
const tokens: (string | undefined)[] = [];
const operations = {
  CreateJob: ({ Role, Settings, UserMetadata, ClientRequestToken }: sdk.CreateJobRequest) => {
    tokens.push(ClientRequestToken);
    jobs.unshift({ Id: `job ${jobs.length}`, Role, Settings: Settings as sdk.JobSettings, UserMetadata });
    return { Job: jobs[0] };
  },
  ListJobs: () => ({ Jobs: jobs }),
};

const options = {
  contentBucket: 'content',
  roleArn: 'arn:aws:iam::000000000000:role/media-convert',
  queueArn: 'arn:aws:mediaconvert:eu-west-1:000000000000:queues/films',
};
let laptop: Laptop;
let table: string;
let encoder: MediaConvertEncoder<ExtractSoundInput>;
let dynamo: DynamoDBClient;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [standIn({ id: 'mediaconvert', sdk, operations }), createDynamoDb(kernel)]);
  dynamo = new DynamoDBClient(laptop.clientConfig);
  const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }];
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
  const schema = { AttributeDefinitions, KeySchema, BillingMode: 'PAY_PER_REQUEST' };
  table = (await laptop.deploy('AWS::DynamoDB::Table', 'Jobs', schema)).ref;
  encoder = new MediaConvertEncoder(new sdk.MediaConvertClient(laptop.clientConfig), options, soundJobRequest);
});
beforeEach(() => {
  jobs.length = 0;
  tokens.length = 0;
});
afterAll(() => laptop.stop());

const tasks = { complete: async () => {} };
const source = { bucket: 'uploads', key: `uploads/${run.assetId}/source`, versionId: 'v', size: 5e10 };
const inputOf = (name: string, more: Partial<ExtractSoundInput> = {}) => ({
  ...run,
  run: name,
  source,
  taskToken: 'token',
  ...more,
});
const start = (name: string, more: Partial<ExtractSoundInput> = {}) => {
  const records = new JobTable(dynamo, table, (of) => jobKey('sound', of));
  return extractSound(inputOf(name, more), { records, encoder, tasks });
};

const outputsOf = (job: sdk.Job | undefined) => {
  const [group, ...others] = job?.Settings?.OutputGroups ?? [];
  expect(others).toEqual([]);
  expect(group?.OutputGroupSettings).toEqual({
    Type: 'FILE_GROUP_SETTINGS',
    FileGroupSettings: { Destination: `s3://content/work/${run.assetId}/speech/${job?.UserMetadata?.run}/sound` },
  });
  return group?.Outputs ?? [];
};

test('the sound is extracted to a file, mono, at its own loudness, under the prefix of work', async () => {
  await start('00000001', { track: 2 });
  const [job] = jobs;
  expect(job?.UserMetadata).toEqual({ assetId: run.assetId, run: '00000001', purpose: 'sound' });
  const [input] = job?.Settings?.Inputs ?? [];
  expect(input?.FileInput).toBe(`s3://uploads/${source.key}`);
  expect(Object.values(input?.AudioSelectors ?? {})).toEqual([expect.objectContaining({ Tracks: [2] })]);
  const [speech, ...others] = outputsOf(job);
  expect(others).toEqual([]);
  expect([speech?.NameModifier, speech?.Extension]).toEqual(['_speech', 'mp4']);
  const [sound] = speech?.AudioDescriptions ?? [];
  expect(sound?.CodecSettings?.AacSettings).toMatchObject({ CodingMode: 'CODING_MODE_1_0', Bitrate: 64_000 });
  expect(sound).not.toHaveProperty('AudioNormalizationSettings');
});

test('where dubs are wanted, the sound is kept for a mix too: uncompressed, stereo, at 48 kHz', async () => {
  await start('00000006', { withBed: true });
  const [, bed] = outputsOf(jobs[0]);
  expect([bed?.NameModifier, bed?.Extension, bed?.ContainerSettings?.Container]).toEqual(['_bed', 'mov', 'MOV']);
  const [sound] = bed?.AudioDescriptions ?? [];
  expect(sound?.CodecSettings).toEqual({
    Codec: 'WAV',
    WavSettings: { BitDepth: 16, Channels: 2, Format: 'RIFF', SampleRate: 48_000 },
  });
  expect(sound?.AudioChannelTaggingSettings).toEqual({ ChannelTags: ['L', 'R'] });
});

test('no file is of sound alone: each has the smallest picture', async () => {
  await start('00000007', { withBed: true });
  const pictures = outputsOf(jobs[0]).map(({ VideoDescription }) => VideoDescription);
  expect(pictures).toHaveLength(2);
  for (const picture of pictures) expect([picture?.Width, picture?.Height]).toEqual([32, 32]);
});

test('a run has one job of sound, however often it is asked for, and another than the picture', async () => {
  const first = await start('00000002');
  expect(await start('00000002')).toEqual({ jobId: first.jobId, isNew: false });
  expect(jobs).toHaveLength(1);
  expect(tokens).toEqual([`${run.assetId}-00000002-sound`]);
});

test('a job that nobody noted is found, and is not that of the picture', async () => {
  const id = await encoder.create(inputOf('00000003'), 'request');
  const UserMetadata = { assetId: run.assetId, run: '00000003', purpose: 'picture' };
  jobs.unshift({ ...jobs[0], Id: 'other', UserMetadata } as sdk.Job);
  await new JobTable(dynamo, table, (of) => jobKey('sound', of)).claim({ ...run, run: '00000003' }, 'earlier');
  expect(await start('00000003')).toEqual({ jobId: id, isNew: false });
});

test('a film of more than four hours is turned down before a job is paid for', async () => {
  await expect(start('00000004', { durationSeconds: 14_401 })).rejects.toMatchObject({ name: 'SpeechTooLong' });
  expect(jobs).toEqual([]);
});

test.each([false, true])('the request keeps to the models that AWS publishes, with a bed: %s', (withBed) => {
  expect(faults(soundJobRequest(inputOf('00000005', { withBed }), 'request-1', options))).toEqual([]);
});
