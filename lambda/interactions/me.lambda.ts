import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { me } from './me';
import { meHandler } from './me.env';
import { ViewerTable } from './viewers.client';

const variables = readEnv(meHandler);

export const handler = http(me(new ViewerTable(awsClient(DynamoDBClient), variables.VIEWERS_TABLE, () => new Date())));
