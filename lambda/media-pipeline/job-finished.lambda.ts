import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { readEnv } from '../shared/env';
import { log } from '../shared/log';
import { AssetTable } from './assets.client';
import { jobChanged, jobStateChange } from './job-finished';
import { env } from './job-finished.env';
import { JobTable } from './job-records.client';
import { WaitingTasks } from './tasks.client';

const { ASSETS_TABLE, JOBS_TABLE } = readEnv(env);
const tables = new DynamoDBClient();
const ports = {
  results: new JobTable(tables, JOBS_TABLE),
  progress: new AssetTable(tables, ASSETS_TABLE),
  tasks: new WaitingTasks(new SFNClient()),
};

/** Throws `ZodError` for what is no job's state change: it ends in the dead-letter queue. */
export async function handler(event: unknown): Promise<void> {
  const change = jobStateChange.parse(event);
  const { jobId, status } = change.detail;
  log.info('job state change', { jobId, status, outcome: await jobChanged(change, ports) });
}
