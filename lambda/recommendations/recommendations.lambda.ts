import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PersonalizeRuntimeClient } from '@aws-sdk/client-personalize-runtime';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { observed } from '../shared/observed';
import { PersonalizeRecommender } from './personalize.client';
import { RankingTable } from './rankings.client';
import { recommendations } from './recommendations';
import { recommendationsHandler } from './recommendations.env';
import { TitleTable } from './titles.client';
import { ViewerTables } from './viewers.client';

const variables = readEnv(recommendationsHandler);
const tables = awsClient(DynamoDBClient);
// A second attempt would be too late. The breaker decides about the next request.
const runtime = awsClient(PersonalizeRuntimeClient, { maxAttempts: 1 });
const rankings = new RankingTable(tables, variables.RANKINGS_TABLE);

const handle = http(
  recommendations({
    viewers: new ViewerTables(tables, { viewers: variables.VIEWERS_TABLE, activity: variables.ACTIVITY_TABLE }),
    titles: new TitleTable(tables, variables.ASSETS_TABLE),
    rankings: (signal) => rankings.read(signal),
    recommending: {
      useCases: variables.USE_CASES,
      generations: variables.GENERATIONS.map((arns) => new PersonalizeRecommender(runtime, arns)),
    },
    timeLimitMs: variables.TIME_LIMIT_MS,
    now: () => new Date(),
  }),
);

export const handler = observed(handle);
