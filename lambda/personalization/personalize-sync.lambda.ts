import { PersonalizeEventsClient } from '@aws-sdk/client-personalize-events';
import { S3Client } from '@aws-sdk/client-s3';
import { watched } from '../shared/denials';
import { readEnv } from '../shared/env';
import { RateLimit } from '../shared/rate-limit';
import { type BatchResponse, synchronize } from './personalize-sync';
import { LakeCatalogue, PersonalizeDatasets } from './personalize-sync.client';
import { personalizeSyncHandler } from './personalize-sync.env';
import { streamEvent } from './stream-record';

/** `PutItems` and `PutUsers` are taken so often in a second, for the account and region. */
const callsPerSecond = 10;

const { DATASETS, LAKE_BUCKET } = readEnv(personalizeSyncHandler);
const client = watched(new PersonalizeEventsClient());
// Of the two streams, each has a function instance of its own at a time.
const limit = new RateLimit(callsPerSecond / 2);
const ports = {
  datasets: DATASETS.map((target) => new PersonalizeDatasets(client, target, limit)),
  catalogue: new LakeCatalogue(watched(new S3Client()), LAKE_BUCKET),
};

/** Throws `ZodError` for what is no event of a stream. */
export async function handler(event: unknown): Promise<BatchResponse> {
  return synchronize(streamEvent.parse(event), ports);
}
