import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { SFNClient } from '@aws-sdk/client-sfn';
import { MediaConvertEncoder } from '../../media-pipeline/jobs/encoder.client';
import { JobTable } from '../../media-pipeline/jobs/job-records.client';
import { WaitingTasks } from '../../media-pipeline/jobs/tasks.client';
import { awsClient } from '../../shared/aws-client';
import { readEnv } from '../../shared/env';
import { jobKey } from '../../shared/jobs';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import type { ExtractSoundInput } from '../model';
import { extractSound } from './extract-sound';
import { extractSoundHandler } from './extract-sound.env';
import { soundJobRequest } from './sound-job';

const settings = readEnv(extractSoundHandler);
const ports = {
  records: new JobTable(awsClient(DynamoDBClient), settings.JOBS_TABLE, (run) => jobKey('sound', run)),
  encoder: new MediaConvertEncoder(
    awsClient(MediaConvertClient, { responseMs: 12_000 }),
    {
      contentBucket: settings.CONTENT_BUCKET,
      roleArn: settings.MEDIACONVERT_ROLE_ARN,
      queueArn: settings.MEDIACONVERT_QUEUE_ARN,
    },
    soundJobRequest,
  ),
  tasks: new WaitingTasks(awsClient(SFNClient)),
};

async function handle(input: ExtractSoundInput): Promise<void> {
  const { jobId, isNew } = await extractSound(input, ports);
  log.info('extracting sound', { assetId: input.assetId, run: input.run, jobId, isNew });
}

export const handler = observed(handle);
