import { PersonalizeEventsClient } from '@aws-sdk/client-personalize-events';
import { S3Client } from '@aws-sdk/client-s3';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { observed } from '../shared/observed';
import { RateLimit } from '../shared/rate-limit';
import { type BatchResponse, synchronize } from './personalize-sync';
import { LakeCatalogue, PersonalizeDatasets } from './personalize-sync.client';
import { personalizeSyncHandler } from './personalize-sync.env';
import { streamEvent } from './stream-record';

/** Quota of `PutItems` and `PutUsers` calls per second, for the account and region. */
const callsPerSecond = 10;

const { DATASETS, LAKE_BUCKET } = readEnv(personalizeSyncHandler);
const client = awsClient(PersonalizeEventsClient);
// Each of the two streams has one instance of the function at a time.
const limit = new RateLimit(callsPerSecond / 2);
const ports = {
  datasets: DATASETS.map((target) => new PersonalizeDatasets(client, target, limit)),
  catalogue: new LakeCatalogue(awsClient(S3Client, { responseMs: 20_000 }), LAKE_BUCKET),
};

/** Throws `ZodError` if the event is not a DynamoDB stream event. */
async function handle(event: unknown): Promise<BatchResponse> {
  return synchronize(streamEvent.parse(event), ports);
}

export const handler = observed(handle);
