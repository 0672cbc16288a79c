import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PersonalizeEventsClient } from '@aws-sdk/client-personalize-events';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { log } from '../shared/log';
import { observed } from '../shared/observed';
import { RateLimit } from '../shared/rate-limit';
import { type Loaded, loadPage, loadRequest, type Subject } from './personalize-load';
import { TablePages } from './personalize-load.client';
import { personalizeLoadHandler } from './personalize-load.env';
import { PersonalizeDatasets } from './personalize-sync.client';

/** Half of the quota of `PutItems` and `PutUsers` for the account and region. `personalize-sync` has the other half. */
const callsPerSecond = 5;

const { ASSETS_TABLE, VIEWERS_TABLE, DATASETS } = readEnv(personalizeLoadHandler);
const client = awsClient(PersonalizeEventsClient);
const limit = new RateLimit(callsPerSecond);
const tables = new TablePages(awsClient(DynamoDBClient), { titles: ASSETS_TABLE, viewers: VIEWERS_TABLE });
const ports = {
  pages: (subject: Subject, after?: string) => tables.read(subject, after),
  datasets: DATASETS.map((target) => new PersonalizeDatasets(client, target, limit)),
};

/** The lifecycle calls it for one page after the other. Throws `NotLoaded` if Personalize refused part of the page. */
async function handle(event: unknown): Promise<Loaded> {
  const request = loadRequest.parse(event);
  const loaded = await loadPage(request, ports);
  log.info('loaded', { ...request, ...loaded });
  return loaded;
}

export const handler = observed(handle);
