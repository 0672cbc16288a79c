import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { Context } from 'aws-lambda';
import { awsClient } from '../shared/aws-client';
import { measure } from '../shared/count';
import { readEnv } from '../shared/env';
import { log } from '../shared/log';
import { observed } from '../shared/observed';
import { KeyValueRevocations } from './revocations.client';
import { sweep } from './sweep';
import { sweepSessionsHandler } from './sweep-sessions.env';

const { REVOCATIONS_ARN } = readEnv(sweepSessionsHandler);
const store = new KeyValueRevocations(awsClient(CloudFrontKeyValueStoreClient), REVOCATIONS_ARN);
const now = () => Date.now();
const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));
/** Milliseconds before the function's timeout that the last request and the report may take. */
const reserveMs = 30_000;

/** Removes expired entries from the store of ended sessions, as many as its time allows. */
async function handle(_: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> {
  const swept = await sweep({ store, now, sleep }, now() + context.getRemainingTimeInMillis() - reserveMs);
  log.info('swept the store of ended sessions', { ...swept });
  measure('EndedSessionsRemoved', swept.removed);
  measure('EndedSessionsBytes', swept.bytes);
}

export const handler = observed(handle);
