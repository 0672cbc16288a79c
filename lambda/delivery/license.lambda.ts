import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { watched } from '../shared/denials';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { assetReader } from '../shared/http-asset.client';
import { masterSecret } from '../shared/master-secret.client';
import { license } from './license';
import { licenseHandler } from './license.env';
import { sessionTable } from './sessions.client';

const { ASSETS_TABLE, SESSIONS_TABLE, MASTER_SECRET_ARN } = readEnv(licenseHandler);
const dynamodb = watched(new DynamoDBClient());

export const handler = http(
  license({
    assets: assetReader(dynamodb, ASSETS_TABLE),
    sessions: sessionTable(dynamodb, SESSIONS_TABLE),
    master: masterSecret(watched(new SecretsManagerClient()), MASTER_SECRET_ARN),
    now: () => new Date(),
  }),
);
