import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { observed } from '../shared/observed';
import { RequestKeyTable } from '../shared/request-key.client';
import { DailyUse } from '../shared/usage';
import { UsageTable } from '../shared/usage.client';
import { UploadsBucket } from './source-store.client';
import { uploads } from './uploads';
import { UploadTable } from './uploads.client';
import { uploadsHandler } from './uploads.env';

const variables = readEnv(uploadsHandler);
const { ASSETS_TABLE, UPLOADS_BUCKET, USAGE_TABLE } = variables;
const dynamodb = awsClient(DynamoDBClient);
const now = () => new Date();
const maxima = { uploads: variables.UPLOADS_PER_DAY, languages: variables.LANGUAGES_PER_DAY };

const handle = http(
  uploads({
    records: new UploadTable(dynamodb, ASSETS_TABLE, USAGE_TABLE),
    store: new UploadsBucket(awsClient(S3Client, { requestChecksumCalculation: 'WHEN_REQUIRED' }), UPLOADS_BUCKET),
    keys: new RequestKeyTable(dynamodb, USAGE_TABLE, now),
    dailyUse: new DailyUse(new UsageTable(dynamodb, USAGE_TABLE), maxima, now),
    mostOpen: variables.OPEN_UPLOADS,
    maxSourceBytes: variables.MAX_SOURCE_BYTES,
    defaultLanguages: variables.DEFAULT_LANGUAGES,
    now,
  }),
);

export const handler = observed(handle);
