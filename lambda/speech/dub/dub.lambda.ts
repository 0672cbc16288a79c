import { PollyClient } from '@aws-sdk/client-polly';
import { S3Client } from '@aws-sdk/client-s3';
import { awsClient } from '../../shared/aws-client';
import { ContentTexts } from '../../shared/content.client';
import { dubCacheFolder } from '../../shared/content-layout';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import { RateLimit } from '../../shared/rate-limit';
import type { DubInput, DubOutput } from '../model';
import { garbageCollection } from './collect-garbage';
import { dub } from './dub';
import { dubHandler } from './dub.env';
import { PollySynthesizer } from './polly.client';
import { SpeechBucket } from './speech-cache.client';
import { StreamedObjects } from './streamed-object.client';

const { CONTENT_BUCKET, CALLS_PER_SECOND } = readEnv(dubHandler);
const s3 = awsClient(S3Client, { responseMs: 30_000 });
const ports = {
  content: new ContentTexts(s3, CONTENT_BUCKET),
  // The adapter retries by itself, with longer waits than the SDK's.
  synthesizer: new PollySynthesizer(
    awsClient(PollyClient, { responseMs: 20_000, maxAttempts: 1 }),
    new RateLimit(CALLS_PER_SECOND),
  ),
  cache: (assetId: string) => new SpeechBucket(s3, CONTENT_BUCKET, dubCacheFolder({ assetId })),
  collectGarbage: garbageCollection(),
  uploads: new StreamedObjects(s3, CONTENT_BUCKET, 'audio/wav'),
};

async function handle(input: DubInput): Promise<DubOutput> {
  const output = await dub(input, ports);
  log.info('dubbed', { assetId: input.assetId, run: input.run, ...output });
  return output;
}

export const handler = observed(handle);
