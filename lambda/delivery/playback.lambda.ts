import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AgeLimitTable } from '../shared/age-limits.client';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { AssetTableReader } from '../shared/http-asset.client';
import { observed } from '../shared/observed';
import { withOutcome } from '../shared/outcome';
import { RequestKeyTable } from '../shared/request-key.client';
import { playback } from './playback';
import { playbackHandler } from './playback.env';
import { KeyValueRevocations } from './revocations.client';
import { SessionTable } from './sessions.client';
import { PrivateKeySecret } from './signing-key-secret.client';

const variables = readEnv(playbackHandler);
const dynamodb = awsClient(DynamoDBClient);
const privateKey = new PrivateKeySecret(awsClient(SecretsManagerClient), variables.SIGNING_SECRET_ARN);
const now = () => new Date();

const routes = http(
  playback({
    assets: new AssetTableReader(dynamodb, variables.ASSETS_TABLE),
    sessions: new SessionTable(dynamodb, variables.SESSIONS_TABLE),
    keys: new RequestKeyTable(dynamodb, variables.SESSIONS_TABLE, now),
    viewers: new AgeLimitTable(dynamodb, variables.VIEWERS_TABLE),
    revocations: new KeyValueRevocations(awsClient(CloudFrontKeyValueStoreClient), variables.REVOCATIONS_ARN),
    signingKey: async () => ({ keyPairId: variables.KEY_PAIR_ID, privateKey: await privateKey.read() }),
    viewerOrigin: variables.VIEWER_ORIGIN,
    limits: {
      sessionSeconds: variables.SESSION_SECONDS,
      longestSeconds: variables.LONGEST_SESSION_SECONDS,
      concurrent: variables.CONCURRENT_SESSIONS,
      perHour: variables.SESSIONS_PER_HOUR,
    },
    licenseUrls: variables.LICENSE_URLS,
    bindCountry: variables.BIND_COUNTRY,
    now,
  }),
);

export const handler = observed(withOutcome('PlaybackOpened', 'POST /api/assets/{id}/playback', routes));
