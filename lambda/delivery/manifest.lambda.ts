import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { observed } from '../shared/observed';
import { manifest } from './manifest';
import { manifestHandler } from './manifest.env';
import { ReplicatedTexts } from './replicated-text.client';
import { SessionTable } from './sessions.client';

const { SESSIONS_TABLE, CONTENT_BUCKET, REPLICA_REGION, REPLICA_BUCKET } = readEnv(manifestHandler);
const texts = new ReplicatedTexts(
  // Two attempts: after the second, the other region answers sooner than a third one would.
  { client: awsClient(S3Client, { maxAttempts: 2 }), bucket: CONTENT_BUCKET },
  { client: awsClient(S3Client, { region: REPLICA_REGION }), bucket: REPLICA_BUCKET },
);

const handle = manifest({
  sessions: new SessionTable(awsClient(DynamoDBClient), SESSIONS_TABLE),
  read: (key) => texts.read(key),
  now: () => new Date(),
});

export const handler = observed(handle);
