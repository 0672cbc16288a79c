import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as sdk from '@aws-sdk/client-mediaconvert';
import { createDynamoDb, type Laptop, standIn, startLaptop } from '@omnistream/local/test';
import { MediaConvertEncoder } from '../../../../lambda/media-pipeline/jobs/encoder.client';
import { JobTable } from '../../../../lambda/media-pipeline/jobs/job-records.client';
import { jobKey } from '../../../../lambda/shared/jobs';
import { dubJobRequest } from '../../../../lambda/speech/dub/dub-job';
import { transcodeDub } from '../../../../lambda/speech/dub/transcode-dub';
import type { TranscodeDubInput } from '../../../../lambda/speech/model';
import { run } from '../support';

const jobs: sdk.Job[] = [];
const operations = {
  CreateJob: ({ Role, Settings, UserMetadata }: sdk.CreateJobRequest) => {
    jobs.unshift({ Id: `job ${jobs.length}`, Role, Settings: Settings as sdk.JobSettings, UserMetadata });
    return { Job: jobs[0] };
  },
  ListJobs: () => ({ Jobs: jobs }),
};

let laptop: Laptop;
let table: string;
let encoder: MediaConvertEncoder<TranscodeDubInput>;
let dynamo: DynamoDBClient;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [standIn({ id: 'mediaconvert', sdk, operations }), createDynamoDb(kernel)]);
  dynamo = new DynamoDBClient(laptop.clientConfig);
  const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }];
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
  const schema = { AttributeDefinitions, KeySchema, BillingMode: 'PAY_PER_REQUEST' };
  table = (await laptop.deploy('AWS::DynamoDB::Table', 'Jobs', schema)).ref;
  encoder = new MediaConvertEncoder(
    new sdk.MediaConvertClient(laptop.clientConfig),
    {
      contentBucket: 'content',
      roleArn: 'arn:aws:iam::000000000000:role/media-convert',
      queueArn: 'arn:aws:mediaconvert:eu-west-1:000000000000:queues/films',
    },
    dubJobRequest,
  );
});
beforeEach(() => {
  jobs.length = 0;
});
afterAll(() => laptop.stop());

const tasks = { complete: async () => {} };
const start = (language: string, name = run.run) => {
  const records = new JobTable(dynamo, table, (of) => jobKey('dub', of, language));
  return transcodeDub({ ...run, run: name, language, taskToken: 'token' }, { records, encoder, tasks });
};

test('a dub is encoded by a job without a picture, as a DASH group, in its language', async () => {
  await start('es', '00000001');
  const [job] = jobs;
  expect(job?.UserMetadata).toEqual({ assetId: run.assetId, run: '00000001', language: 'es', purpose: 'dub' });
  expect(job?.Settings?.Inputs?.[0]?.FileInput).toBe(`s3://content/work/${run.assetId}/dubs/00000001/es.wav`);
  expect(job?.Settings?.OutputGroups).toHaveLength(1);
  const [group] = job?.Settings?.OutputGroups ?? [];
  expect(group?.OutputGroupSettings).toMatchObject({
    Type: 'DASH_ISO_GROUP_SETTINGS',
    DashIsoGroupSettings: { Destination: `s3://content/${run.assetId}/dubs/00000001/es/audio`, SegmentLength: 6 },
  });
  expect(group?.Outputs).toHaveLength(1);
  expect(group?.Outputs?.[0]?.VideoDescription).toBeUndefined();
  expect(group?.Outputs?.[0]?.AudioDescriptions?.[0]).toMatchObject({
    CustomLanguageCode: 'es',
    AudioNormalizationSettings: { TargetLkfs: -23 },
  });
});

test('each language of a run has one job, however often it is asked for', async () => {
  const es = await start('es', '00000002');
  const fr = await start('fr', '00000002');
  expect(es.jobId).not.toBe(fr.jobId);
  expect(await start('es', '00000002')).toEqual({ jobId: es.jobId, isNew: false });
  expect(jobs).toHaveLength(2);
});

test('a job that nobody noted is found, and is not that of another language or of the picture', async () => {
  const id = await encoder.create({ ...run, run: '00000003', language: 'es', taskToken: 't' }, 'request');
  jobs.unshift({
    ...jobs[0],
    Id: 'other',
    UserMetadata: { assetId: run.assetId, run: '00000003', purpose: 'picture' },
  } as sdk.Job);
  const records = new JobTable(dynamo, table, (of) => jobKey('dub', of, 'es'));
  await records.claim({ ...run, run: '00000003' }, 'earlier');
  expect(await start('es', '00000003')).toEqual({ jobId: id, isNew: false });
  expect(await start('fr', '00000003')).toMatchObject({ isNew: true });
});
