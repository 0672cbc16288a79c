import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awsClient } from '../../shared/aws-client';
import { count } from '../../shared/count';
import { readEnv } from '../../shared/env';
import { Executions } from '../../shared/executions.client';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import { ArrivalTable } from './arrivals.client';
import { ingest, objectCreated } from './ingest';
import { ingestHandler } from './ingest.env';
import { SourceAssetTable } from './source-assets.client';

const { ASSETS_TABLE, JOBS_TABLE, STATE_MACHINE_ARN } = readEnv(ingestHandler);
const tables = awsClient(DynamoDBClient);
const ports = {
  assets: new SourceAssetTable(tables, ASSETS_TABLE, STATE_MACHINE_ARN),
  arrivals: new ArrivalTable(tables, JOBS_TABLE),
  workflow: new Executions(awsClient(SFNClient), STATE_MACHINE_ARN),
};

/** Throws `ZodError` if the event is not an S3 Object Created event; the event then goes to the dead-letter queue. */
async function handle(event: unknown): Promise<void> {
  const created = objectCreated.parse(event);
  const outcome = await ingest(created, ports);
  const { key, 'version-id': versionId } = created.detail.object;
  log.info('object created', { outcome, key, versionId });
  count('ObjectsCreated', { Outcome: outcome });
}

export const handler = observed(handle);
