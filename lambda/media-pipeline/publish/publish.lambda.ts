import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { awsClient } from '../../shared/aws-client';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import { AssetTable } from '../assets.client';
import type { PublishInput, PublishOutput } from '../messages';
import { ContentBucket } from './content.client';
import { publish } from './publish';
import { publishHandler } from './publish.env';

const { ASSETS_TABLE, CONTENT_BUCKET, MAX_DURATION_SECONDS } = readEnv(publishHandler);
const ports = {
  content: new ContentBucket(awsClient(S3Client, { responseMs: 20_000 }), CONTENT_BUCKET),
  assets: new AssetTable(awsClient(DynamoDBClient), ASSETS_TABLE),
  maxDurationSeconds: MAX_DURATION_SECONDS,
  now: () => new Date(),
};

async function handle(input: PublishInput): Promise<PublishOutput> {
  const { assetId, run, news } = input;
  // The record gets the part of the cause that is for the film's creator.
  if (news && 'error' in news) log.warn('speech failed', { assetId, run, ...news });
  const publication = await publish(input, ports);
  log.info('published', { assetId, run, ...publication });
  return publication;
}

export const handler = observed(handle);
