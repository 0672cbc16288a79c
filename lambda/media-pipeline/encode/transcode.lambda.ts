import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awsClient } from '../../shared/aws-client';
import { encryptionOf } from '../../shared/drm';
import { readEnv } from '../../shared/env';
import { jobKey } from '../../shared/jobs';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import { AssetTable } from '../assets.client';
import { MediaConvertEncoder } from '../jobs/encoder.client';
import { JobTable } from '../jobs/job-records.client';
import { WaitingTasks } from '../jobs/tasks.client';
import type { TranscodeInput } from '../messages';
import { pictureJobRequest } from './picture-job';
import { transcode } from './transcode';
import { transcodeHandler } from './transcode.env';

const settings = readEnv(transcodeHandler);
const tables = awsClient(DynamoDBClient);
const ports = {
  runs: new AssetTable(tables, settings.ASSETS_TABLE),
  records: new JobTable(tables, settings.JOBS_TABLE, (run) => jobKey('picture', run)),
  encoder: new MediaConvertEncoder(
    awsClient(MediaConvertClient, { responseMs: 12_000 }),
    {
      contentBucket: settings.CONTENT_BUCKET,
      roleArn: settings.MEDIACONVERT_ROLE_ARN,
      queueArn: settings.MEDIACONVERT_QUEUE_ARN,
      encryption: encryptionOf(settings.KEY_PROVIDER_URL, settings.DRM_SYSTEMS),
    },
    pictureJobRequest,
  ),
  tasks: new WaitingTasks(awsClient(SFNClient)),
};

async function handle(input: TranscodeInput): Promise<void> {
  const { jobId, isNew } = await transcode(input, ports);
  log.info('encoding', { assetId: input.assetId, run: input.run, jobId, isNew });
}

export const handler = observed(handle);
