import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { watched } from '../shared/denials';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { assets } from './assets';
import { CatalogueTable } from './assets.client';
import { assetsHandler } from './assets.env';
import { WorkflowStateMachine } from './workflow.client';

const { ASSETS_TABLE, STATE_MACHINE_ARN } = readEnv(assetsHandler);

export const handler = http(
  assets({
    records: new CatalogueTable(watched(new DynamoDBClient()), ASSETS_TABLE),
    workflow: new WorkflowStateMachine(watched(new SFNClient()), STATE_MACHINE_ARN),
    now: () => new Date(),
  }),
);
