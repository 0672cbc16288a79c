import { template, test } from '../evidence/evidence';
import { handler, type Step } from './step';

/** From the sign-in to the workflow. */
export const stepsIn: readonly Step[] = [
  {
    title: 'Users authenticate with Cognito',
    text: 'Viewers, creators and admins sign in at managed login (the page: authorization code and PKCE) or by SRP (the command line). A trigger writes their groups into the tokens.',
    constructs: ['lib/auth-stack.ts', 'lib/constructs/app-client.ts'],
    handlers: [handler('auth/pre-token', 'auth-stack')],
    alarms: ['Monitoring/AuthErrors1'],
    shown: [
      template('prod', 'Auth', 'Users', 'MfaConfiguration', 'OPTIONAL'),
      test('lib/auth', 'users sign in by e-mail with a strong password, and may add a second factor'),
      test(
        'local/test/services/cognito-idp/openid-client',
        'finds the endpoints, signs in by code and PKCE, and checks the id token',
      ),
      test('journeys/identity', 'signs up, confirms the address, and may watch but not upload'),
    ],
  },
  {
    title: 'Requests are authorized through API Gateway',
    text: 'Every route uses the Lambda authorizer, which checks the token’s signature, pool, client, use, times and groups. Handlers check the route’s groups and the asset’s owner with one table.',
    constructs: [
      'lib/constructs/public-api.ts',
      'lib/delivery-stack.ts',
      'lib/api-stack.ts',
      'lambda/shared/routes.ts',
    ],
    handlers: [handler('auth/authorizer', 'delivery-stack'), handler('api/assets', 'api-stack')],
    alarms: ['Monitoring/RequestsFail', 'Monitoring/FunctionsThrottles', 'Monitoring/CountsAccessDenied'],
    shown: [
      template('prod', 'Delivery', 'PublicApiAuthorizer', 'AuthorizerType', 'REQUEST'),
      test('lib/api', 'every route asks the authorizer'),
      test(
        'lib/api',
        'every route of the API is in the table of who may do what, and every one of the table is in the API',
      ),
      test('journeys/film', 'tokens that are none, of another pool, or changed, open nothing'),
    ],
  },
  {
    title: 'Films are uploaded to the raw S3 bucket',
    text: 'A creator opens an upload and gets presigned addresses for its parts, which are sent directly to the uploads bucket. An interrupted upload can be resumed, and completing it can be repeated safely.',
    constructs: ['lib/constructs/source-bucket.ts', 'lib/storage-stack.ts', 'lib/api-stack.ts'],
    handlers: [handler('api/uploads', 'api-stack')],
    alarms: [],
    shown: [
      template('prod', 'Storage', 'Uploads', 'PublicAccessBlockConfiguration.RestrictPublicBuckets', true),
      test('lambda/api/uploads', 'answers the parts to send, with their lengths and URLs'),
      test('lambda/api/adapters', 'puts a source together from parts sent by URL'),
      test('lambda/api/uploads', 'closes the upload, and returns the same to a repeated request'),
    ],
  },
  {
    title: 'S3 events start the orchestration',
    text: 'S3 reports the object to EventBridge, whose rule invokes `ingest`. One conditional write, and an execution name derived from bucket, key and version, cause exactly one execution. Events that fail finally are sent to the dead-letter queue.',
    constructs: ['lib/media-pipeline-stack.ts', 'lib/constructs/dead-letters.ts'],
    handlers: [handler('media-pipeline/intake/ingest', 'media-pipeline-stack')],
    alarms: [
      'Monitoring/CountsUploadsUnnoticed',
      'Monitoring/BackgroundMediaPipelineDeadLettersHasMessages',
      'Monitoring/BackgroundMediaPipelineReconcilerDeadLettersHasMessages',
    ],
    shown: [
      template(
        'prod',
        'Storage',
        'Uploads',
        'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
        true,
      ),
      template('prod', 'MediaPipeline', 'SourceUploaded', 'EventPattern.detail-type.0', 'Object Created'),
      test(
        'lib/media-pipeline',
        'what arrives in the uploads bucket under uploads/ goes to ingest, and in the end to the dead letters',
      ),
      test('lambda/media-pipeline/intake/ingest', 'duplicates start nothing more'),
      test('journeys/restart', 'duplicate and late events of an upload start nothing, and encode nothing'),
    ],
  },
  {
    title: 'Step Functions orchestrates',
    text: 'One state machine inspects the source, reserves its estimated cost, plans the ladder, and processes picture and speech in parallel. Unknown errors are retried, and a step whose service is busy waits. Each wait for a job has a time limit in proportion to the film, after which the workflow reads the state of the job. Every task’s error is caught: the asset fails with a reason, or is published without the failed part. A reconciler finds what is stuck.',
    constructs: ['lib/constructs/workflow/definition.ts', 'lib/constructs/workflow/index.ts'],
    handlers: [
      handler('media-pipeline/intake/inspect', 'media-pipeline-stack'),
      handler('budget/budget', 'media-pipeline-stack'),
      handler('media-pipeline/encode/plan-ladder', 'media-pipeline-stack'),
      handler('media-pipeline/publish/fail', 'media-pipeline-stack'),
      handler('media-pipeline/reconcile/reconcile', 'constructs/reconciler'),
    ],
    alarms: ['Monitoring/FilmsFail', 'Monitoring/CountsApprovalWaitSeconds'],
    shown: [
      template('prod', 'MediaPipeline', 'Workflow', 'TracingConfiguration.Enabled', true),
      test('lib/constructs/workflow/definition', 'catches every error of every task except the last one'),
      test('lib/constructs/workflow/runs', 'a film is published with its picture, then with each result of its speech'),
      test('lambda/budget/reservations', 'a hundred films at the same time do not pass the maximum of the month'),
      test('lib/constructs/workflow/runs', 'when the picture fails, the asset fails with its error'),
    ],
  },
  {
    title: 'MediaConvert transcodes',
    text: 'One CMAF job per run encodes the ladder, the original sound and the thumbnails. `job-finished` reports the end of the job to the waiting execution. If the stage has `drm`, the job requests its keys from a key provider (SPEKE v2).',
    constructs: ['lib/constructs/encoder.ts', 'lib/constructs/workflow/picture.ts', 'lib/constructs/key-provider.ts'],
    handlers: [
      handler('media-pipeline/encode/transcode', 'media-pipeline-stack'),
      handler('media-pipeline/jobs/job-finished', 'media-pipeline-stack'),
      handler('media-pipeline/drm/key-provider', 'constructs/key-provider'),
    ],
    alarms: ['Monitoring/UploadsBurn'],
    shown: [
      template('prod', 'MediaPipeline', 'EncoderQueue', 'PricingPlan', 'ON_DEMAND'),
      test('lambda/media-pipeline/encode/job-request', 'one group has all renditions, and the sound as one of its own'),
      test(
        'lambda/media-pipeline/encode/transcode',
        'a repeated call makes no second job, and waits by the newer token',
      ),
      test('lib/media-pipeline', 'job-finished receives every end of a job in our queue, and its progress'),
      test('journeys/film', 'is READY, with a ladder that was never upscaled'),
    ],
  },
];
