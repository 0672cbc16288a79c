import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PersonalizeClient } from '@aws-sdk/client-personalize';
import { S3Client } from '@aws-sdk/client-s3';
import { KeyValueRevocations } from '../delivery/revocations.client';
import { paceId } from '../interactions/pace';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { observed } from '../shared/observed';
import { DeletableAssets, OwnedAssets } from './assets.client';
import { eraseFunction } from './erase-function';
import { eraseViewerHandler } from './erase-viewer.env';
import { MentioningRows } from './mentions.client';
import { PersonalizeUsers } from './personalize.client';
import { KeyedRows } from './rows.client';
import { endSessions } from './sessions';
import type { Store, ViewerStore } from './stores';
import { PoolUsers } from './users.client';

const variables = readEnv(eraseViewerHandler);
const dynamodb = awsClient(DynamoDBClient);
const revocations = new KeyValueRevocations(awsClient(CloudFrontKeyValueStoreClient), variables.REVOCATIONS_ARN);

const stores: Record<ViewerStore, Store> = {
  user: new PoolUsers(awsClient(CognitoIdentityProviderClient), variables.USER_POOL_ID),
  sessions: new MentioningRows(dynamodb, variables.SESSIONS_TABLE, (rows) =>
    endSessions(rows, revocations, variables.SESSION_SECONDS),
  ),
  settings: new KeyedRows(dynamodb, variables.VIEWERS_TABLE),
  activity: new KeyedRows(dynamodb, variables.ACTIVITY_TABLE, (id) => [id, paceId(id)]),
  usage: new MentioningRows(dynamodb, variables.USAGE_TABLE),
  personalize: new PersonalizeUsers({
    personalize: awsClient(PersonalizeClient),
    s3: awsClient(S3Client),
    bucket: variables.LISTS_BUCKET,
    roleArn: variables.LISTS_ROLE_ARN,
    groupArns: variables.DATASET_GROUPS,
  }),
  assets: new OwnedAssets(new DeletableAssets(dynamodb, variables.ASSETS_TABLE)),
};

/** Erases a viewer, store by store. */
export const handler = observed(eraseFunction(dynamodb, variables.ERASURES_TABLE, stores));
