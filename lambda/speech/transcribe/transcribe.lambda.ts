import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { TranscribeClient } from '@aws-sdk/client-transcribe';
import { JobTable } from '../../media-pipeline/jobs/job-records.client';
import { WaitingTasks } from '../../media-pipeline/jobs/tasks.client';
import { awsClient } from '../../shared/aws-client';
import { measure } from '../../shared/count';
import { readEnv } from '../../shared/env';
import { jobKey } from '../../shared/jobs';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import type { TranscribeInput } from '../model';
import { transcribe } from './transcribe';
import { transcribeHandler } from './transcribe.env';
import { Transcription } from './transcription.client';

const settings = readEnv(transcribeHandler);
const config = {
  contentBucket: settings.CONTENT_BUCKET,
  languageOptions: settings.LANGUAGE_OPTIONS,
  vocabularies: settings.VOCABULARIES,
};
const ports = {
  records: new JobTable(awsClient(DynamoDBClient), settings.JOBS_TABLE, (run) => jobKey('speech', run)),
  transcriber: new Transcription(awsClient(TranscribeClient, { maxAttempts: 1 }), {
    contentBucket: settings.CONTENT_BUCKET,
    keyArn: settings.CONTENT_KEY_ARN,
    roleArn: settings.TRANSCRIPTION_ROLE_ARN,
  }),
  tasks: new WaitingTasks(awsClient(SFNClient)),
};

async function handle(input: TranscribeInput): Promise<void> {
  const { jobId, isNew } = await transcribe(input, config, ports);
  if (isNew) measure('TranscribedSeconds', input.durationSeconds ?? 0);
  log.info('recognizing', { assetId: input.assetId, run: input.run, jobId, isNew });
}

export const handler = observed(handle);
