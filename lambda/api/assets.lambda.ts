import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ReservationTable } from '../budget/reservations.client';
import { AgeLimitTable } from '../shared/age-limits.client';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { Executions } from '../shared/executions.client';
import { http } from '../shared/http';
import { observed } from '../shared/observed';
import { RequestKeyTable } from '../shared/request-key.client';
import { DailyUse } from '../shared/usage';
import { UsageTable } from '../shared/usage.client';
import { assets } from './assets';
import { CatalogueTable } from './assets.client';
import { assetsHandler } from './assets.env';
import { PipelineWorkflow } from './workflow.client';

const variables = readEnv(assetsHandler);
const { ASSETS_TABLE, VIEWERS_TABLE, STATE_MACHINE_ARN, USAGE_TABLE } = variables;
const dynamodb = awsClient(DynamoDBClient);
const now = () => new Date();
const maxima = { languages: variables.LANGUAGES_PER_DAY, retries: variables.RETRIES_PER_DAY };

const handle = http(
  assets({
    records: new CatalogueTable(dynamodb, ASSETS_TABLE),
    workflow: new PipelineWorkflow(new Executions(awsClient(SFNClient), STATE_MACHINE_ARN)),
    viewers: new AgeLimitTable(dynamodb, VIEWERS_TABLE),
    keys: new RequestKeyTable(dynamodb, USAGE_TABLE, now),
    dailyUse: new DailyUse(new UsageTable(dynamodb, USAGE_TABLE), maxima, now),
    budget: {
      reservations: new ReservationTable(dynamodb, USAGE_TABLE, now),
      rates: variables.FILM_RATES,
      limits: variables.SPEND_LIMITS,
      maxDurationSeconds: variables.MAX_DURATION_SECONDS,
    },
    now,
  }),
);

export const handler = observed(handle);
