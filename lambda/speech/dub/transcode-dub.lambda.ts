import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { SFNClient } from '@aws-sdk/client-sfn';
import { MediaConvertEncoder } from '../../media-pipeline/jobs/encoder.client';
import { JobTable } from '../../media-pipeline/jobs/job-records.client';
import { WaitingTasks } from '../../media-pipeline/jobs/tasks.client';
import { awsClient } from '../../shared/aws-client';
import { encryptionOf } from '../../shared/drm';
import { readEnv } from '../../shared/env';
import { jobKey } from '../../shared/jobs';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import type { TranscodeDubInput } from '../model';
import { dubJobRequest } from './dub-job';
import { transcodeDub } from './transcode-dub';
import { transcodeDubHandler } from './transcode-dub.env';

const settings = readEnv(transcodeDubHandler);
const tables = awsClient(DynamoDBClient);
const encoder = new MediaConvertEncoder(
  awsClient(MediaConvertClient, { responseMs: 12_000 }),
  {
    contentBucket: settings.CONTENT_BUCKET,
    roleArn: settings.MEDIACONVERT_ROLE_ARN,
    queueArn: settings.MEDIACONVERT_QUEUE_ARN,
    encryption: encryptionOf(settings.KEY_PROVIDER_URL, settings.DRM_SYSTEMS),
  },
  dubJobRequest,
);
const tasks = new WaitingTasks(awsClient(SFNClient));

async function handle(input: TranscodeDubInput): Promise<void> {
  const records = new JobTable(tables, settings.JOBS_TABLE, (run) => jobKey('dub', run, input.language));
  const { jobId, isNew } = await transcodeDub(input, { records, encoder, tasks });
  const { assetId, run, language } = input;
  log.info('encoding a dub', { assetId, run, language, jobId, isNew });
}

export const handler = observed(handle);
