import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { observed } from '../shared/observed';
import { UserPoolDirectory } from './directory.client';
import { me } from './me';
import { meHandler } from './me.env';
import { ViewerTable } from './viewers.client';

const variables = readEnv(meHandler);
const viewers = new ViewerTable(awsClient(DynamoDBClient), variables.VIEWERS_TABLE, () => new Date());
const directory = new UserPoolDirectory(awsClient(CognitoIdentityProviderClient), variables.USER_POOL_ID);

export const handler = observed(http(me(viewers, directory)));
