import type { Kept } from '../keep';

/** Paths that no journey takes: failures, maintenance, and reports that no journey reads. A separate test covers each. */
const table = (name: string) => `arn:aws:glue:*:table/omnistream_{stage}/${name}`;

export const rarePaths: readonly Kept[] = [
  {
    holder: 'Api/UploadsRole',
    action: ['dynamodb:DeleteItem', 's3:AbortMultipartUpload'],
    ground: 'rare',
    reason: 'A creator aborts an upload.',
    test: { file: 'test/lambda/api/uploads.test.ts', text: 'gives the upload up and forgets it' },
  },
  {
    holder: 'Api/UploadsRole',
    action: ['s3:GetObject', 's3:ListBucket'],
    ground: 'rare',
    reason:
      'When an upload is completed twice, the function reads the object. Without permission to list the bucket, S3 does not distinguish missing from forbidden.',
    test: { file: 'test/lambda/api/uploads.test.ts', text: 'returns the same to a repeated request' },
  },
  {
    holder: 'apigateway.amazonaws.com',
    policy: ['Api/UploadRoutesDELETE*', 'Api/UploadRoutesGETapiuploadsidIntegrationPermission'],
    ground: 'rare',
    reason: 'A creator aborts an upload, or requests its progress.',
    test: { file: 'test/lambda/api/uploads.test.ts', text: 'lists the parts that were uploaded' },
  },
  {
    holder: 'Api/InsightsRole',
    resource: [
      ...['attribution', 'completion', 'edge_delivery', 'edge_requests', 'funnel', 'language_audience'].map(table),
      ...['quality', 'quality_effect', 'searches'].map(table),
      'arn:aws:s3:::Lake/edge/*',
    ],
    ground: 'rare',
    reason: 'Each report queries its own view. The journeys read only the reports of watch time.',
    test: { file: 'test/lambda/insights/statements.test.ts', text: 'of a view that exists' },
  },
  {
    holder: 'MediaPipeline/ReconcilerReconcileRole',
    action: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem', 'kms:GenerateDataKey*', 's3:AbortMultipartUpload'],
    ground: 'rare',
    reason: 'Uploads expire after a week, and a published asset that the catalogue lacks is put back into it.',
    test: {
      file: 'test/lambda/media-pipeline/reconcile/adapters.test.ts',
      text: 'the reconciler reads what is open, what the catalogue lacks, and what changed lately',
    },
  },
  {
    holder: 'MediaPipeline/ReconcilerReconcileRole',
    action: ['kms:Decrypt', 's3:GetObject', 's3:ListBucket'],
    resource: ['*:key/ContentKey', 'arn:aws:s3:::Uploads*'],
    ground: 'rare',
    reason: 'Before an upload expires, the reconciler looks whether its source has arrived.',
    test: {
      file: 'test/lambda/media-pipeline/reconcile/reconcile.test.ts',
      text: 'whose source has arrived gets its event again',
    },
  },
  {
    holder: 'Api/UploadsRole',
    action: 'dynamodb:BatchGetItem',
    ground: 'rare',
    reason: 'A creator with as many uploads as may be open begins another one.',
    test: { file: 'test/lambda/api/adapters.test.ts', text: 'creates no more open uploads than a creator may have' },
  },
  {
    holder: 'MediaPipeline/InspectRole',
    action: 's3:DeleteObjectVersion',
    ground: 'rare',
    reason: 'A source that is larger than the maximum is deleted.',
    test: {
      file: 'test/lambda/media-pipeline/intake/inspect.test.ts',
      text: 'a source that is refused for its size is deleted',
    },
  },
  {
    holder: 'Api/EventsRole',
    action: 'dynamodb:UpdateItem',
    ground: 'rare',
    reason: 'A viewer whose row was made by an earlier version gets a pseudonym with the next event.',
    test: {
      file: 'test/lambda/interactions/me.test.ts',
      text: 'is added once to a row of an earlier version, which keeps its settings',
    },
  },
  {
    holder: 'Delivery/SessionSweepRole',
    action: 'cloudfront-keyvaluestore:UpdateKeys',
    ground: 'rare',
    reason: 'The sweep removes sessions that ended hours ago.',
    test: {
      file: 'test/lambda/delivery/revocations.test.ts',
      text: 'removes every session whose signatures have expired',
    },
  },
  {
    holder: 'Delivery/SignedManifestsMakerRole',
    resource: 'arn:aws:s3:::ReplicaContent/*.mpd',
    ground: 'rare',
    reason: 'DASH manifests are read from the second region when the first one fails; a journey shows it for HLS.',
    test: { file: 'test/lambda/delivery/replicated-text.test.ts', text: 'a text is read from' },
  },
  {
    holder: 'Delivery/SignedManifestsMakerRole',
    action: 's3:ListBucket',
    ground: 'rare',
    reason: 'S3 reports a missing manifest as missing, not as forbidden, only to callers who may list the bucket.',
    test: {
      file: 'local/test/services/s3/permissions.test.ts',
      text: 'is reported only to callers that may list the bucket',
    },
  },
  {
    holder: ['MediaPipeline/TranscodeRole', 'MediaPipeline/Speech*Role'],
    policy: 'MediaPipeline/TaskAnswers',
    action: ['states:SendTaskSuccess', 'states:SendTaskFailure'],
    ground: 'rare',
    reason: 'A function that is called again after the end of its job completes the task itself.',
    test: { file: 'test/lambda/media-pipeline/encode/transcode.test.ts', text: 'completes the task at once' },
  },
  {
    holder: 'events.amazonaws.com',
    action: 'sqs:SendMessage',
    ground: 'rare',
    reason: 'An event that its function does not accept for six hours is sent to the dead-letter queue.',
    test: { file: 'local/test/services/events/delivery.test.ts', text: 'then goes to the dead-letter queue' },
  },
  {
    holder: 'Delivery/SitePublisherRole',
    action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucketVersions'],
    ground: 'rare',
    reason: 'The page is deleted from its bucket with the stack, and old files are deleted at an update.',
    test: { file: 'test/lambda/delivery/custom-resources.test.ts', text: 'leaves an empty bucket when it is deleted' },
  },
  {
    holder: '*Role',
    action: 'mediaconvert:ListJobs',
    ground: 'rare',
    reason: 'A call that is repeated before its job was recorded searches for the job.',
    test: { file: 'test/lambda/media-pipeline/jobs/encoder.test.ts', text: 'a job is found again by its run' },
  },
  {
    holder: 'MediaPipeline/SpeechDubRole',
    action: 's3:AbortMultipartUpload',
    ground: 'rare',
    reason: 'A dub that fails aborts its multipart upload.',
    test: { file: 'test/lambda/speech/dub/dub.test.ts', text: 'leaves no object' },
  },
  {
    holder: 'Personalization/LifecycleImportFileRole',
    action: 's3:AbortMultipartUpload',
    ground: 'rare',
    reason: 'An import file that cannot be created aborts its multipart upload.',
    test: { file: 'test/lambda/personalization/import-file.test.ts', text: 'that cannot be created do not exist' },
  },
  {
    holder: 'Personalization/LifecycleRole',
    action: ['personalize:StartRecommender', 'personalize:StopRecommender'],
    ground: 'rare',
    reason: 'Recommenders are stopped after a week without use, and started after a query.',
    test: {
      file: 'test/lib/constructs/recommenders/lifecycle.test.ts',
      text: 'a stopped recommender that was requested',
    },
  },
  {
    holder: 'Personalization/LifecycleRole',
    action: 'personalize:DeleteRecommender',
    ground: 'rare',
    reason: 'A recommender whose creation failed, or that is above the stage’s number, is deleted.',
    test: { file: 'test/lib/constructs/recommenders/lifecycle.test.ts', text: 'has those above the number deleted' },
  },
  {
    holder: 'Personalization/LifecycleRole',
    action: 'personalize:UpdateDataset',
    ground: 'rare',
    reason: 'A dataset gets the newest version of its schema after a release that contains one.',
    test: { file: 'test/lib/constructs/recommenders/lifecycle.test.ts', text: 'that are older are replaced' },
  },
  {
    holder: 'MediaPipeline/WorkflowRole',
    action: ['dynamodb:GetItem', 'kms:Decrypt', 'mediaconvert:GetJob'],
    ground: 'rare',
    reason: 'When the event for the end of a job is late, the workflow reads the id of the job and its state.',
    test: { file: 'test/lib/constructs/workflow/definition.test.ts', text: 'is late, it judges by the job itself' },
  },
  {
    holder: 'Personalization/SyncHandlerRole',
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::FailedRecords',
    ground: 'rare',
    reason: 'Lambda checks the bucket for changes that the function could not process.',
    test: {
      file: 'local/test/services/lambda/event-source.test.ts',
      text: 'a bucket receives the records that could not be processed',
    },
  },
  {
    holder: 'Personalization/SyncHandlerRole',
    resource: 'arn:aws:s3:::FailedRecords/aws/lambda/*',
    ground: 'rare',
    reason: 'Lambda writes changes that the function could not process after all attempts to a bucket.',
    test: {
      file: 'local/test/services/lambda/event-source.test.ts',
      text: 'a bucket receives the records that could not be processed',
    },
  },
  {
    holder: 'Personalization/SyncHandlerRole',
    action: 'kms:GenerateDataKey',
    when: '*FailedRecords*',
    ground: 'rare',
    reason: 'S3 encrypts the changes that the function could not process.',
    test: {
      file: 'local/test/services/lambda/event-source.test.ts',
      text: 'a bucket receives the records that could not be processed',
    },
  },
  {
    holder: 'MediaPipeline/FailRole',
    action: 'mediaconvert:CancelJob',
    ground: 'rare',
    reason: 'An execution ends while its encoding job is in progress.',
    test: {
      file: 'test/lambda/media-pipeline/jobs/cancel-jobs.test.ts',
      text: 'the jobs of a film that are in progress are canceled',
    },
  },
  {
    holder: 'Api/AssetsRole',
    action: 'states:DescribeExecution',
    ground: 'rare',
    reason: 'The execution of a run or of some languages has failed before.',
    test: {
      file: 'test/lambda/media-pipeline/workflow-adapters.test.ts',
      text: 'work whose execution failed is started again under another name',
    },
  },
  {
    holder: 'MediaPipeline/ReconcilerReconcileRole',
    action: ['lambda:InvokeFunction', 'states:DescribeExecution', 'states:StartExecution'],
    ground: 'rare',
    reason: 'A film is stuck: an event, a start or an end was lost.',
    test: {
      file: 'test/journeys/many-uploads-with-faults.test.ts',
      text: 'every film is READY, or FAILED with a reason',
    },
  },
  {
    holder: 'MediaPipeline/ReconcilerReconcileRole',
    resource: ['*:function:FailFunction', '*:function:IngestFunction'],
    ground: 'rare',
    reason: 'The reconciler repeats a lost event, and records a lost end.',
    test: {
      file: 'test/journeys/many-uploads-with-faults.test.ts',
      text: 'every film is READY, or FAILED with a reason',
    },
  },
  {
    holder: 'Erasure/EraseAssetStepRole',
    action: ['mediaconvert:CancelJob', 'states:StopExecution'],
    ground: 'rare',
    reason: 'A film that is deleted while it is processed: its execution is stopped, and its jobs are canceled.',
    test: {
      file: 'test/lambda/erasure/mentions.test.ts',
      text: 'the jobs of MediaConvert are those without a result, and none of Transcribe',
    },
  },
  {
    holder: ['Erasure/EraseAssetStepRole', 'Erasure/EraseViewerStepRole'],
    action: 's3:AbortMultipartUpload',
    ground: 'rare',
    reason: 'Uploads in progress below the prefix of an erasure are aborted.',
    test: {
      file: 'test/lambda/erasure/stores.test.ts',
      text: 'are removed in all versions, with delete markers and uploads in progress',
    },
  },
  {
    holder: 'Erasure/EraseAssetStepRole',
    resource: ['arn:aws:s3:::CopyUploads', 'arn:aws:s3:::CopyUploads/uploads/*'],
    ground: 'rare',
    reason: 'Only stages with second copies have this bucket.',
    test: {
      file: 'test/lambda/erasure/stores.test.ts',
      text: 'are removed in all versions, with delete markers and uploads in progress',
    },
  },
  {
    holder: 'Erasure/EraseViewerStepRole',
    action: 'dynamodb:UpdateItem',
    resource: ['*:table/Sessions', '*:table/Usage'],
    ground: 'rare',
    reason: 'A row that mentions the viewer in a list is shortened.',
    test: {
      file: 'test/lambda/erasure/stores.test.ts',
      text: 'are removed or shortened, and those of others stay',
    },
  },
  {
    holder: ['Erasure/ErasuresRole', 'Erasure/ResumeRole'],
    action: 'states:DescribeExecution',
    ground: 'rare',
    reason: 'An erasure whose execution has the name already is looked up.',
    test: {
      file: 'test/lambda/erasure/stores.test.ts',
      text: 'that has not ended is started again, also when another one cannot be',
    },
  },
  {
    holder: 'Erasure/ResumeRole',
    action: 'states:StartExecution',
    ground: 'rare',
    reason: 'An erasure is started again if its start was lost or its execution failed.',
    test: {
      file: 'test/lambda/erasure/stores.test.ts',
      text: 'that has not ended is started again, also when another one cannot be',
    },
  },
  {
    holder: 'MediaPipeline/FailRole',
    action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resource: '*:table/Usage',
    ground: 'rare',
    reason: 'The rest of the reservation of a film that failed is given back.',
    test: {
      file: 'test/lambda/budget/budget.test.ts',
      text: 'a film that failed before its first job gives everything back',
    },
  },
];
