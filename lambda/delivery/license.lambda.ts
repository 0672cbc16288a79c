import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { AssetTableReader } from '../shared/http-asset.client';
import { MasterSecret } from '../shared/master-secret.client';
import { observed } from '../shared/observed';
import { license } from './license';
import { licenseHandler } from './license.env';
import { SessionTable } from './sessions.client';

const { ASSETS_TABLE, SESSIONS_TABLE, MASTER_SECRET_ARN } = readEnv(licenseHandler);
const master = new MasterSecret(awsClient(SecretsManagerClient), MASTER_SECRET_ARN);
const dynamodb = awsClient(DynamoDBClient);

const handle = http(
  license({
    assets: new AssetTableReader(dynamodb, ASSETS_TABLE),
    sessions: new SessionTable(dynamodb, SESSIONS_TABLE),
    master: () => master.read(),
    now: () => new Date(),
  }),
);

export const handler = observed(handle);
