import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { watched } from '../shared/denials';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { UploadsBucket } from './source-store.client';
import { uploads } from './uploads';
import { UploadTable } from './uploads.client';
import { uploadsHandler } from './uploads.env';

const { ASSETS_TABLE, UPLOADS_BUCKET, MAX_SOURCE_BYTES, DEFAULT_LANGUAGES } = readEnv(uploadsHandler);

export const handler = http(
  uploads({
    records: new UploadTable(watched(new DynamoDBClient()), ASSETS_TABLE),
    store: new UploadsBucket(watched(new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' })), UPLOADS_BUCKET),
    maxSourceBytes: MAX_SOURCE_BYTES,
    defaultLanguages: DEFAULT_LANGUAGES,
    now: () => new Date(),
  }),
);
