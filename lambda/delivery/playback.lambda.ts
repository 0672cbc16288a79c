import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { assetReader } from '../shared/http-asset.client';
import { playback } from './playback';
import { env } from './playback.env';
import { sessionTable } from './sessions.client';
import { privateKeySecret } from './signing-key-secret.client';

const { ASSETS_TABLE, SESSIONS_TABLE, SIGNING_SECRET_ARN, KEY_PAIR_ID, VIEWER_ORIGIN, SESSION_SECONDS } = readEnv(env);

const dynamodb = new DynamoDBClient();
const privateKey = privateKeySecret(new SecretsManagerClient(), SIGNING_SECRET_ARN);

export const handler = http(
  playback({
    assets: assetReader(dynamodb, ASSETS_TABLE),
    sessions: sessionTable(dynamodb, SESSIONS_TABLE),
    signingKey: async () => ({ keyPairId: KEY_PAIR_ID, privateKey: await privateKey() }),
    viewerOrigin: VIEWER_ORIGIN,
    sessionSeconds: SESSION_SECONDS,
    now: () => new Date(),
  }),
);
