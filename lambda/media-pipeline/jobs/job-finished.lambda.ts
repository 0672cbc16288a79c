import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { awsClient } from '../../shared/aws-client';
import { readEnv } from '../../shared/env';
import { jobKey, runOfTranscriptionJob } from '../../shared/jobs';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import { AssetTable } from '../assets.client';
import { type JobOwner, jobChanged, jobStateChange, keyOfJob } from './job-finished';
import { jobFinishedHandler } from './job-finished.env';
import { JobTable } from './job-records.client';
import { WaitingTasks } from './tasks.client';
import { transcriptionChanged, transcriptionStateChange } from './transcription-finished';

const { ASSETS_TABLE, JOBS_TABLE } = readEnv(jobFinishedHandler);
const tables = awsClient(DynamoDBClient);
const tasks = new WaitingTasks(awsClient(SFNClient));
const transcriptions = new JobTable(tables, JOBS_TABLE, (run) => jobKey('speech', run));
const jobs = new JobTable<JobOwner>(tables, JOBS_TABLE, keyOfJob);
const progress = new AssetTable(tables, ASSETS_TABLE);

const anyEvent = z.object({ 'detail-type': z.string() });

/** Throws `ZodError` if the event is not a job's state change; the event then goes to the dead-letter queue. */
async function handle(event: unknown): Promise<void> {
  if (anyEvent.parse(event)['detail-type'] === 'Transcribe Job State Change') {
    const change = transcriptionStateChange.parse(event);
    const { TranscriptionJobName: jobId, TranscriptionJobStatus: status } = change.detail;
    log.about(runOfTranscriptionJob(jobId) ?? {});
    const outcome = await transcriptionChanged(change, { results: transcriptions, tasks });
    log.info('transcription state change', { jobId, status, outcome });
    return;
  }
  const change = jobStateChange.parse(event);
  const { jobId, status, userMetadata: { assetId, run, purpose, language } = {} } = change.detail;
  log.info('job state change', {
    assetId,
    run,
    purpose,
    language,
    jobId,
    status,
    outcome: await jobChanged(change, { results: jobs, progress, tasks }),
  });
}

export const handler = observed(handle);
