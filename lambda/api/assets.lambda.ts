import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { watched } from '../shared/denials';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { assets } from './assets';
import { catalogue } from './assets.client';
import { assetsHandler } from './assets.env';
import { workflow } from './workflow.client';

const { ASSETS_TABLE, STATE_MACHINE_ARN } = readEnv(assetsHandler);

export const handler = http(
  assets({
    records: catalogue(watched(new DynamoDBClient()), ASSETS_TABLE),
    workflow: workflow(watched(new SFNClient()), STATE_MACHINE_ARN),
    now: () => new Date(),
  }),
);
