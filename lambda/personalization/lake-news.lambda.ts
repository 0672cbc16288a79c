import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { log } from '../shared/log';
import { observed } from '../shared/observed';
import { rankIfNew } from './lake-news';
import { LakeFiles, ScheduledRankings } from './lake-news.client';
import { lakeNewsHandler } from './lake-news.env';

const { LAKE_BUCKET, RANKINGS_TABLE, STATE_MACHINE_ARN } = readEnv(lakeNewsHandler);
const ports = {
  lake: new LakeFiles(awsClient(S3Client), LAKE_BUCKET),
  rankings: new ScheduledRankings(awsClient(DynamoDBClient), RANKINGS_TABLE, awsClient(SFNClient), STATE_MACHINE_ARN),
  now: () => new Date(),
};

/** Called by a schedule. */
async function handle(): Promise<void> {
  log.info('looked for new interactions', { isNew: await rankIfNew(ports) });
}

export const handler = observed(handle);
