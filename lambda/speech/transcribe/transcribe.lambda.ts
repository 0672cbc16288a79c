import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { TranscribeClient } from '@aws-sdk/client-transcribe';
import { JobTable } from '../../media-pipeline/jobs/job-records.client';
import { WaitingTasks } from '../../media-pipeline/jobs/tasks.client';
import { measure } from '../../shared/count';
import { watched } from '../../shared/denials';
import { readEnv } from '../../shared/env';
import { jobKey } from '../../shared/jobs';
import { log } from '../../shared/log';
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
  records: new JobTable(watched(new DynamoDBClient()), settings.JOBS_TABLE, (run) => jobKey('speech', run)),
  transcriber: new Transcription(watched(new TranscribeClient({ maxAttempts: 1 })), {
    contentBucket: settings.CONTENT_BUCKET,
    keyArn: settings.CONTENT_KEY_ARN,
  }),
  tasks: new WaitingTasks(watched(new SFNClient())),
};

export async function handler(input: TranscribeInput): Promise<void> {
  const { jobId, isNew } = await transcribe(input, config, ports);
  if (isNew) measure('TranscribedSeconds', input.durationSeconds ?? 0);
  log.info('recognizing', { assetId: input.assetId, run: input.run, jobId, isNew });
}
