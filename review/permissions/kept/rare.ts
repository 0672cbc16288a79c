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
    holder: 'Api/AssetsRole',
    resource: '*/index/byOwner',
    ground: 'rare',
    reason: 'A creator who is not an admin lists their own assets.',
    test: { file: 'test/lambda/api/adapters.test.ts', text: 'lists the newest first, of one owner or of all' },
  },
  {
    holder: 'Api/MeRole',
    action: 'dynamodb:PutItem',
    ground: 'rare',
    reason: 'A viewer who sets preferences before the first event gets a new record.',
    test: { file: 'test/lambda/interactions/me.test.ts', text: 'what was chosen is kept' },
  },
  {
    holder: 'Api/RecommendationsRole',
    resource: '*:filter/*-understood',
    ground: 'rare',
    reason: 'Recommendations for a viewer with languages use another filter.',
    test: { file: 'test/lambda/recommendations/recommendations.test.ts', text: 'by the filter that fits the viewer' },
  },
  {
    holder: 'Delivery/SessionSweepRole',
    resource: 'EndedSessions',
    ground: 'rare',
    reason: 'The sweep of ended sessions runs every hour.',
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
    policy: 'MediaPipeline/WorkflowEnded*',
    ground: 'rare',
    reason: 'An execution that was aborted or timed out cannot record its own failure.',
    test: {
      file: 'test/lambda/media-pipeline/publish/fail.test.ts',
      text: 'that came to its own end is not for this function',
    },
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
    holder: 'MediaPipeline/FailRole',
    action: 'dynamodb:GetItem',
    ground: 'rare',
    reason: 'After a failure of a film that already plays, the function publishes the tracks in its record.',
    test: { file: 'test/lambda/media-pipeline/publish/fail.test.ts', text: 'a film that plays already is ready' },
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
];
