import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { TranscribeClient } from '@aws-sdk/client-transcribe';
import { KeyValueRevocations } from '../delivery/revocations.client';
import { CancelableJobs } from '../media-pipeline/jobs/cancel-jobs.client';
import { awsClient } from '../shared/aws-client';
import { workPrefix } from '../shared/content-layout';
import { readEnv } from '../shared/env';
import { observed } from '../shared/observed';
import { EdgeCache } from './edge-cache.client';
import { eraseAssetHandler } from './erase-asset.env';
import { eraseFunction } from './erase-function';
import { RunningExecutions } from './executions.client';
import { unfinishedJobsOf } from './jobs';
import { MentioningRows } from './mentions.client';
import { VersionedObjects } from './objects.client';
import { KeyedRows } from './rows.client';
import { endSessions } from './sessions';
import type { AssetStore, Store } from './stores';
import { TranscriptionJobs } from './transcriptions.client';

const variables = readEnv(eraseAssetHandler);
const dynamodb = awsClient(DynamoDBClient);
const s3 = awsClient(S3Client);
const secondRegion = awsClient(S3Client, { region: variables.REPLICA_REGION });
const encoder = new CancelableJobs(awsClient(MediaConvertClient));
const revocations = new KeyValueRevocations(awsClient(CloudFrontKeyValueStoreClient), variables.REVOCATIONS_ARN);
const copy = variables.UPLOADS_COPY_BUCKET;

const uploadsPrefix = ({ id }: { readonly id: string }) => `uploads/${id}/`;
const contentPrefix = ({ id }: { readonly id: string }) => `${id}/`;

const stores: Partial<Record<AssetStore, Store>> = {
  executions: new RunningExecutions(awsClient(SFNClient), variables.STATE_MACHINE_ARN),
  transcriptions: new TranscriptionJobs(awsClient(TranscribeClient)),
  sessions: new MentioningRows(dynamodb, variables.SESSIONS_TABLE, (rows) =>
    endSessions(rows, revocations, variables.SESSION_SECONDS),
  ),
  uploads: new VersionedObjects(s3, variables.UPLOADS_BUCKET, uploadsPrefix),
  content: new VersionedObjects(s3, variables.CONTENT_BUCKET, contentPrefix),
  work: new VersionedObjects(s3, variables.CONTENT_BUCKET, ({ id }) => `${workPrefix}${id}/`),
  replica: new VersionedObjects(secondRegion, variables.REPLICA_BUCKET, contentPrefix),
  ...(copy && { 'second-copy': new VersionedObjects(secondRegion, copy, uploadsPrefix) }),
  catalogue: new VersionedObjects(s3, variables.LAKE_BUCKET, ({ id }) => `catalogue/${id}.json`),
  edge: new EdgeCache(awsClient(CloudFrontClient), variables.DISTRIBUTION_ID),
  jobs: new MentioningRows(dynamodb, variables.JOBS_TABLE, async (rows) => {
    for (const jobId of unfinishedJobsOf(rows)) await encoder.cancel(jobId);
  }),
  usage: new MentioningRows(dynamodb, variables.USAGE_TABLE),
  rankings: new MentioningRows(dynamodb, variables.RANKINGS_TABLE),
  record: new KeyedRows(dynamodb, variables.ASSETS_TABLE),
};

/** Erases an asset, store by store. */
export const handler = observed(eraseFunction(dynamodb, variables.ERASURES_TABLE, stores));
