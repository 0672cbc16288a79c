import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Reason } from '../../shared/assets';
import { watched } from '../../shared/denials';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import { AssetTable } from '../assets.client';
import type { FailInput } from '../messages';
import { Topic } from './announcements.client';
import { executionEnded, failureOf } from './execution-ended';
import { fail } from './fail';
import { failHandler } from './fail.env';
import { countFailure } from './measures';

const { ASSETS_TABLE, FAILURES_TOPIC_ARN } = readEnv(failHandler);
const ports = {
  assets: new AssetTable(watched(new DynamoDBClient()), ASSETS_TABLE),
  announcements: new Topic(watched(new SNSClient()), FAILURES_TOPIC_ARN),
};

/**
 * Called by the workflow, and by EventBridge for executions that were stopped or timed out. Returns the reason for the
 * asset's creator.
 */
export async function handler(called: FailInput | { readonly detail: unknown }): Promise<Reason> {
  const input = 'detail' in called ? failureOf(executionEnded.parse(called)) : called;
  const { applied, ...reason } = await fail(input, ports);
  log.error('failed', { ...input, ...reason, applied });
  countFailure(reason, applied);
  return reason;
}
