import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { awsClient } from '../shared/aws-client';
import { measure } from '../shared/count';
import { readEnv } from '../shared/env';
import { log } from '../shared/log';
import { UploadsBucket } from './source-store.client';
import { tidyAssets } from './tidy-assets';
import { TidyTable } from './tidy-assets.client';
import { tidyAssetsHandler } from './tidy-assets.env';

const { ASSETS_TABLE, UPLOADS_BUCKET } = readEnv(tidyAssetsHandler);
const ports = {
  records: new TidyTable(awsClient(DynamoDBClient), ASSETS_TABLE),
  store: new UploadsBucket(awsClient(S3Client), UPLOADS_BUCKET),
  now: () => new Date(),
};
/** Milliseconds before the function's timeout that the last record and the report may take. */
const reserveMs = 30_000;

/** Expires uploads and repairs the catalogue, as many records as its time allows. */
export async function handler(_: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> {
  const tidied = await tidyAssets(ports, Date.now() + context.getRemainingTimeInMillis() - reserveMs);
  log.info('tidied the assets', { ...tidied });
  measure('UploadsExpired', tidied.expired);
  measure('UploadsUnnoticed', tidied.unnoticed);
  measure('AssetsEnlisted', tidied.enlisted);
}
