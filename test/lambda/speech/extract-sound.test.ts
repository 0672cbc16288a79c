import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as sdk from '@aws-sdk/client-mediaconvert';
import { MediaConvertEncoder } from '../../../lambda/media-pipeline/encoder.client';
import { JobTable } from '../../../lambda/media-pipeline/job-records.client';
import { extractSound } from '../../../lambda/speech/extract-sound';
import { type ExtractSoundInput, soundJobKey } from '../../../lambda/speech/model';
import { soundJobRequest } from '../../../lambda/speech/sound-job';
import { createDynamoDb } from '../../../local/services/dynamodb';
import { type Laptop, startLaptop } from '../../support/laptop';
import { needs } from '../../support/needs';
import { departures, faults } from '../media-pipeline/model';
import { run } from './support';

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
  laptop = await startLaptop((kernel) => [{ wire: { id: 'mediaconvert', sdk, operations } }, createDynamoDb(kernel)]);
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
  const records = new JobTable(dynamo, table, soundJobKey);
  return extractSound(inputOf(name, more), { records, encoder, tasks });
};

test('the sound is extracted by a job of one file, mono, at its own loudness, under the prefix of work', async () => {
  await start('00000001', { track: 2 });
  const [job] = jobs;
  expect(job?.UserMetadata).toEqual({ assetId: run.assetId, run: '00000001', purpose: 'sound' });
  const [input] = job?.Settings?.Inputs ?? [];
  expect(input?.FileInput).toBe(`s3://uploads/${source.key}`);
  expect(Object.values(input?.AudioSelectors ?? {})).toEqual([expect.objectContaining({ Tracks: [2] })]);
  const [group, ...others] = job?.Settings?.OutputGroups ?? [];
  expect(others).toEqual([]);
  expect(group?.OutputGroupSettings).toEqual({
    Type: 'FILE_GROUP_SETTINGS',
    FileGroupSettings: { Destination: `s3://content/work/${run.assetId}/speech/00000001/sound` },
  });
  const [output] = group?.Outputs ?? [];
  expect(group?.Outputs).toHaveLength(1);
  expect(output).not.toHaveProperty('VideoDescription');
  const [sound] = output?.AudioDescriptions ?? [];
  expect(sound?.CodecSettings?.AacSettings).toMatchObject({ CodingMode: 'CODING_MODE_1_0', Bitrate: 64_000 });
  expect(sound).not.toHaveProperty('AudioNormalizationSettings');
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
  await new JobTable(dynamo, table, soundJobKey).claim({ ...run, run: '00000003' }, 'earlier');
  expect(await start('00000003')).toEqual({ jobId: id, isNew: false });
});

test('a film of more than four hours is turned down before a job is paid for', async () => {
  await expect(start('00000004', { durationSeconds: 14_401 })).rejects.toMatchObject({ name: 'SpeechTooLong' });
  expect(jobs).toEqual([]);
});

const request = () => soundJobRequest(inputOf('00000005'), 'request-1', options);

test('the request has the members and types of the SDK', () => expect(faults(request())).toEqual([]));

needs('botocore').test('the request keeps to the enums, ranges and patterns of the published model', () => {
  expect(departures([request()])).toEqual([[]]);
});
