import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { Executions } from '../shared/executions.client';
import { http } from '../shared/http';
import { observed } from '../shared/observed';
import { DeletableAssets } from './assets.client';
import { erasures } from './erasures';
import { erasuresHandler } from './erasures.env';
import { RequestedErasures } from './requested.client';
import { PseudonymLinks } from './viewers.client';
import { ErasureWorkflows } from './workflow.client';

const { ASSETS_TABLE, VIEWERS_TABLE, ERASURES_TABLE, ERASE_ASSET_ARN, ERASE_VIEWER_ARN } = readEnv(erasuresHandler);
const dynamodb = awsClient(DynamoDBClient);
const states = awsClient(SFNClient);

const routes = http(
  erasures({
    assets: new DeletableAssets(dynamodb, ASSETS_TABLE),
    viewers: new PseudonymLinks(dynamodb, VIEWERS_TABLE),
    erasures: new RequestedErasures(dynamodb, ERASURES_TABLE, ASSETS_TABLE),
    workflow: new ErasureWorkflows({
      asset: new Executions(states, ERASE_ASSET_ARN),
      viewer: new Executions(states, ERASE_VIEWER_ARN),
    }),
    now: () => new Date(),
  }),
);

export const handler = observed(routes);
