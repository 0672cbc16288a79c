import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PersonalizeRuntimeClient } from '@aws-sdk/client-personalize-runtime';
import { watched } from '../shared/denials';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { personalize } from './personalize.client';
import { readRankings } from './rankings.client';
import { recommendations } from './recommendations';
import { recommendationsHandler } from './recommendations.env';
import { titleSource } from './titles.client';
import { viewerReader } from './viewers.client';

const variables = readEnv(recommendationsHandler);
const tables = watched(new DynamoDBClient());
// A second try would come too late; the breaker, and the next request, are the retry.
const runtime = watched(new PersonalizeRuntimeClient({ maxAttempts: 1 }));

export const handler = http(
  recommendations({
    viewers: viewerReader(tables, { viewers: variables.VIEWERS_TABLE, activity: variables.ACTIVITY_TABLE }),
    titles: titleSource(tables, variables.ASSETS_TABLE),
    rankings: (signal) => readRankings(tables, variables.RANKINGS_TABLE, signal),
    recommending: {
      useCases: variables.USE_CASES,
      generations: variables.GENERATIONS.map((arns) => personalize(runtime, arns)),
    },
    timeLimitMs: variables.TIME_LIMIT_MS,
    now: () => new Date(),
  }),
);
