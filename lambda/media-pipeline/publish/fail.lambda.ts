import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { SNSClient } from '@aws-sdk/client-sns';
import { settle } from '../../budget/settle';
import { settling } from '../../budget/settling.client';
import type { Reason } from '../../shared/assets';
import { awsClient } from '../../shared/aws-client';
import { count } from '../../shared/count';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import { AssetTable } from '../assets.client';
import { cancelJobs } from '../jobs/cancel-jobs';
import { CancelableJobs, JobTableReader } from '../jobs/cancel-jobs.client';
import type { FailInput } from '../messages';
import { FailureAnnouncements } from './announcements.client';
import { executionEnded, failureOf } from './execution-ended';
import { fail } from './fail';
import { failHandler } from './fail.env';
import { countExpected, countFailure } from './measures';

const variables = readEnv(failHandler);
const { ASSETS_TABLE, JOBS_TABLE, FAILURES_TOPIC_ARN } = variables;
const tables = awsClient(DynamoDBClient);
const ports = {
  assets: new AssetTable(tables, ASSETS_TABLE),
  announcements: new FailureAnnouncements(awsClient(SNSClient), FAILURES_TOPIC_ARN, awsClient(EventBridgeClient)),
};
const jobs = {
  records: new JobTableReader(tables, JOBS_TABLE),
  encoder: new CancelableJobs(awsClient(MediaConvertClient)),
};
const money = settling(tables, variables);

/** Called by the workflow. Returns the reason for the asset's creator. */
async function record(input: FailInput): Promise<Reason> {
  const { applied, ...reason } = await fail(input, ports);
  log.error('failed', { ...input, reason, applied });
  countFailure(reason, applied);
  const { assetId, run, attempt = run } = input;
  await settle({ assetId, run, attempt }, true, money);
  return reason;
}

/** Called by EventBridge for executions that did not succeed, whether or not they have recorded it themselves. */
async function afterExecution(event: { readonly detail: unknown }): Promise<Reason> {
  const input = failureOf(executionEnded.parse(event));
  const reason = await record(input);
  const { assetId, run, attempt = run } = input;
  const asset = await ports.assets.find(assetId);
  // An erasure has stopped it.
  if (!asset || asset.status === 'DELETED') count('FailuresExpected');
  const canceled = await cancelJobs({ assetId, run, attempt }, asset, jobs);
  if (canceled.length > 0) log.info('jobs canceled', { assetId, run, attempt, canceled });
  return reason;
}

async function handle(called: FailInput | { readonly detail: unknown }): Promise<Reason> {
  if ('detail' in called) return afterExecution(called);
  const reason = await record(called);
  countExpected(reason);
  return reason;
}

export const handler = observed(handle);
