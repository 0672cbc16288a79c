import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { watched } from '../shared/denials';
import { readEnv } from '../shared/env';
import { manifest } from './manifest';
import { manifestHandler } from './manifest.env';
import { replicatedText } from './replicated-text.client';
import { sessionTable } from './sessions.client';

const { SESSIONS_TABLE, CONTENT_BUCKET, REPLICA_REGION, REPLICA_BUCKET } = readEnv(manifestHandler);

export const handler = manifest({
  sessions: sessionTable(watched(new DynamoDBClient()), SESSIONS_TABLE),
  // Two attempts: the second region is nearer than a third.
  read: replicatedText(
    { client: watched(new S3Client({ maxAttempts: 2 })), bucket: CONTENT_BUCKET },
    { client: watched(new S3Client({ region: REPLICA_REGION })), bucket: REPLICA_BUCKET },
  ),
  now: () => new Date(),
});
