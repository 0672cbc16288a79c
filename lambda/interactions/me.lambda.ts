import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { observed } from '../shared/observed';
import { me } from './me';
import { meHandler } from './me.env';
import { ViewerTable } from './viewers.client';

const variables = readEnv(meHandler);

const handle = http(me(new ViewerTable(awsClient(DynamoDBClient), variables.VIEWERS_TABLE, () => new Date())));

export const handler = observed(handle);
