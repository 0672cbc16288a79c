import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { awsClient } from '../../shared/aws-client';
import { measure } from '../../shared/count';
import { readEnv } from '../../shared/env';
import { Executions } from '../../shared/executions.client';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import { FailureFunction, IntakeFunction } from './functions.client';
import { OpenAssetTable } from './open-assets.client';
import { reconcile } from './reconcile';
import { reconcileHandler } from './reconcile.env';
import { ArrivedSources } from './sources.client';

const { ASSETS_TABLE, UPLOADS_BUCKET, STATE_MACHINE_ARN, INGEST_ARN, FAIL_ARN } = readEnv(reconcileHandler);
const lambda = awsClient(LambdaClient);
const ports = {
  records: new OpenAssetTable(awsClient(DynamoDBClient), ASSETS_TABLE),
  sources: new ArrivedSources(awsClient(S3Client), UPLOADS_BUCKET),
  executions: new Executions(awsClient(SFNClient), STATE_MACHINE_ARN),
  intake: new IntakeFunction(lambda, INGEST_ARN),
  failures: new FailureFunction(lambda, FAIL_ARN),
  now: () => new Date(),
};
/** Milliseconds before the function's timeout that the last record and the report may take. */
const reserveMs = 30_000;

/** An operator who does not want to wait names fewer minutes than the default of the schedule: repeated events do no harm. */
const request = z.object({ graceMinutes: z._default(z.number().check(z.nonnegative()), 10) });

/** Reconciles as many records as its time allows. Throws `ZodError` for a negative number of minutes. */
async function handle(event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> {
  const { graceMinutes } = request.parse(event);
  const end = Date.now() + context.getRemainingTimeInMillis() - reserveMs;
  const reconciled = await reconcile(ports, graceMinutes, end);
  log.info('reconciled the assets', { ...reconciled });
  measure('UploadsExpired', reconciled.expired);
  measure('UploadsUnnoticed', reconciled.arrived);
  measure('ExecutionsStarted', reconciled.started);
  measure('ExecutionsEnded', reconciled.ended);
  measure('AssetsEnlisted', reconciled.enlisted);
  // Half of the films would give a figure that is too small.
  if (!reconciled.isComplete) return;
  measure('ApprovalsWaiting', reconciled.awaiting);
  measure('ApprovalWaitSeconds', reconciled.longestWait);
}

export const handler = observed(handle);
