import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { watched } from '../../shared/denials';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import { AssetTable } from '../assets.client';
import type { PublishInput, PublishOutput } from '../messages';
import { ContentBucket } from './content.client';
import { publish } from './publish';
import { publishHandler } from './publish.env';

const { ASSETS_TABLE, CONTENT_BUCKET, MAX_DURATION_SECONDS } = readEnv(publishHandler);
const ports = {
  content: new ContentBucket(watched(new S3Client()), CONTENT_BUCKET),
  assets: new AssetTable(watched(new DynamoDBClient()), ASSETS_TABLE),
  maxDurationSeconds: MAX_DURATION_SECONDS,
  now: () => new Date(),
};

export async function handler(input: PublishInput): Promise<PublishOutput> {
  const publication = await publish(input, ports);
  log.info('published', { assetId: input.assetId, run: input.run, ...publication });
  return publication;
}
