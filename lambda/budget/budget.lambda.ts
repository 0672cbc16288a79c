import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { log } from '../shared/log';
import { observed } from '../shared/observed';
import { ApprovalAnnouncements } from './announcements.client';
import { budgetHandler } from './budget.env';
import type { BudgetInput, ReserveOutput } from './messages';
import { reserve } from './reserve';
import { settle } from './settle';
import { settling } from './settling.client';

const variables = readEnv(budgetHandler);
const ports = {
  ...settling(awsClient(DynamoDBClient), variables),
  announcements: new ApprovalAnnouncements(
    awsClient(SNSClient),
    variables.FAILURES_TOPIC_ARN,
    awsClient(EventBridgeClient),
  ),
  limits: variables.SPEND_LIMITS,
  maxDurationSeconds: variables.MAX_DURATION_SECONDS,
};

/** Called by the workflow: `reserve` before anything is paid for, `settle` after the last publication. */
async function handle(input: BudgetInput): Promise<ReserveOutput | undefined> {
  if (input.kind === 'settle') {
    await settle(input, false, ports);
    return undefined;
  }
  const { assetId, run, attempt } = input;
  const output = await reserve(input, ports);
  log.info('reserved', { assetId, run, attempt, ...output });
  return output;
}

export const handler = observed(handle);
