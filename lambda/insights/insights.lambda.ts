import { setTimeout } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { observed } from '../shared/observed';
import { insights } from './insights';
import { insightsHandler } from './insights.env';
import { AthenaQueries } from './queries.client';

const { DATABASE, WORKGROUP } = readEnv(insightsHandler);

const handle = http(
  insights({
    queries: new AthenaQueries(awsClient(AthenaClient), { database: DATABASE, workgroup: WORKGROUP }),
    now: () => new Date(),
    sleep: (milliseconds) => setTimeout(milliseconds),
  }),
);

export const handler = observed(handle);
