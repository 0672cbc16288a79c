import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awsClient } from '../shared/aws-client';
import { measure } from '../shared/count';
import { readEnv } from '../shared/env';
import { Executions } from '../shared/executions.client';
import { log } from '../shared/log';
import { observed } from '../shared/observed';
import { OpenErasures } from './open.client';
import { resume } from './resume';
import { resumeErasuresHandler } from './resume-erasures.env';
import { ErasureWorkflows } from './workflow.client';

const { ERASURES_TABLE, ERASE_ASSET_ARN, ERASE_VIEWER_ARN } = readEnv(resumeErasuresHandler);
const states = awsClient(SFNClient);
const ports = {
  open: new OpenErasures(awsClient(DynamoDBClient), ERASURES_TABLE),
  workflow: new ErasureWorkflows({
    asset: new Executions(states, ERASE_ASSET_ARN),
    viewer: new Executions(states, ERASE_VIEWER_ARN),
  }),
};

export const handler = observed(async () => {
  const resumed = await resume(ports, new Date());
  log.info('resumed erasures', { ...resumed });
  measure('OldestErasureHours', resumed.oldestHours);
});
