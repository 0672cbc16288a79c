import { template, test } from '../evidence/evidence';
import { handler, type Step } from './step';

const speech = (name: string) => handler(`speech/${name}`, 'constructs/speech');

/** From the speech to the dashboards. */
export const stepsOut: readonly Step[] = [
  {
    title: 'Transcribe captions',
    text: 'Amazon Transcribe recognizes the speech, from the source or from sound that a job extracts first. `captions` writes the words as WebVTT. A failure here does not affect the published film.',
    constructs: [
      'lib/constructs/speech.ts',
      'lib/constructs/workflow/speech.ts',
      'lib/constructs/transcribe-access.ts',
    ],
    handlers: [speech('transcribe/extract-sound'), speech('transcribe/transcribe'), speech('captions/captions')],
    alarms: [],
    shown: [
      template('prod', 'MediaPipeline', 'TranscriptionChanged', 'EventPattern.source.0', 'aws.transcribe'),
      test('lambda/speech/transcribe/transcribe', 'are made of the words that were heard'),
      test('lambda/speech/captions/cues', 'cues have at most two lines of 42 characters'),
      test('lib/constructs/workflow/runs', 'speech that fails leaves the film ready, and is reported'),
      test('journeys/speech', 'its captions are what is said, when it is said'),
    ],
  },
  {
    title: 'Translate and Polly speak other languages',
    text: 'For each requested language, the captions are translated sentence by sentence. Polly speaks them cue by cue, fitted to the time of the original speech, and an audio-only job encodes the result.',
    constructs: ['lib/constructs/speech.ts', 'lib/constructs/workflow/speech.ts'],
    handlers: [speech('translate/translate'), speech('dub/dub'), speech('dub/transcode-dub')],
    alarms: [],
    shown: [
      test('lambda/speech/translate/translate', 'captions are written in the target language, with their playlist'),
      test('lambda/speech/dub/dub', '95 of 100 cues at the pace of speech start within 100 ms of their own'),
      test('lambda/speech/dub/dub-encoder', 'each language of a run has one job, however often it is asked for'),
      test('journeys/speech', 'sets in with its cues, is silent before them, and is as long as the film'),
    ],
  },
  {
    title: 'Tracks are joined by manifest, stored in S3, replicated to a second region',
    text: '`publish` composes numbered manifests from the existing tracks and makes them current with one conditional update. The picture is never encoded again for a language. The content bucket replicates objects below asset ids, with delete markers, under the second region’s key.',
    constructs: ['lib/constructs/content-bucket.ts', 'lib/storage-stack.ts', 'lib/replica-stack.ts'],
    handlers: [handler('media-pipeline/publish/publish', 'media-pipeline-stack')],
    alarms: [
      'ReplicaMonitoring/Latency',
      'ReplicaMonitoring/Failures',
      'Monitoring/ReplicationFailures',
      'Monitoring/TableLatency',
    ],
    shown: [
      template('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Status', 'Enabled'),
      test(
        'lambda/media-pipeline/publish/publish',
        'joins as it comes: each piece makes a new publication, and the old ones stay as they are',
      ),
      test(
        'lambda/media-pipeline/publish/manifests/late-binding',
        'a dub that was encoded later joins the playlist, and the picture stays as it was',
      ),
      test(
        'lib/storage',
        'content is replicated to the second region: encrypted objects, under its key there, and deletions too',
      ),
      test(
        'local/test/services/s3/replication',
        'versions and delete markers reach the other region, with their ids, under the replica’s key',
      ),
    ],
  },
  {
    title: 'CloudFront delivers with signed URLs and cookies',
    text: 'A playback session allows one viewer to play one asset. Its signature is in cookies, or in every address of the manifests for players without cookies. An edge function refuses ended sessions. Origins fail over to the replica.',
    constructs: [
      'lib/constructs/viewer-distribution.ts',
      'lib/constructs/edge/viewer-request.js',
      'lib/constructs/signed-manifests.ts',
      'lib/constructs/signing-keys.ts',
      'lib/constructs/web-page.ts',
    ],
    handlers: [
      handler('delivery/playback', 'delivery-stack'),
      handler('delivery/sweep-sessions', 'constructs/ended-sessions-sweep'),
      handler('delivery/manifest', 'constructs/signed-manifests'),
      handler('delivery/signing-key', 'constructs/signing-keys'),
      handler('delivery/publish-site', 'constructs/web-page'),
      handler('delivery/license', 'delivery-stack'),
    ],
    alarms: [
      'Monitoring/PlaybackBurn',
      'EdgeMonitoring/EdgeErrors',
      'Monitoring/CountsEndedSessionsBytes',
      'Monitoring/BackgroundDeliverySessionSweepDeadLettersHasMessages',
    ],
    shown: [
      template(
        'prod',
        'Delivery',
        'ScreenDistribution',
        'DistributionConfig.CacheBehaviors.*.PathPattern',
        '/v/*/signed/*',
      ),
      test('lambda/delivery/playback', 'signs for this session and this asset alone, until the session ends'),
      test('lib/delivery', '$PathPattern is opened by a signature, and bound to its session'),
      test('journeys/film', 'but opens them with the cookies of the session'),
      test('journeys/sessions', 'finds every address of every manifest signed, and each opens'),
    ],
  },
  {
    title: 'Interactions stream through Firehose, and Personalize recommends',
    text: 'Viewer events are sent to Personalize and to Firehose, which writes Parquet into the lake. Both know a viewer by a random pseudonym. The tables’ streams provide titles and viewers. Recommendations have a time limit and fall back to popular and new titles.',
    constructs: [
      'lib/constructs/lake/delivery-stream.ts',
      'lib/personalization-stack.ts',
      'lib/constructs/recommenders/catalogue-sync.ts',
      'lib/constructs/recommenders/lifecycle.ts',
      'lib/constructs/recommenders/popularity.ts',
    ],
    handlers: [
      handler('interactions/events', 'api-stack'),
      handler('interactions/me', 'api-stack'),
      handler('personalization/personalize-sync', 'constructs/recommenders/catalogue-sync'),
      handler('personalization/personalize-load', 'constructs/recommenders/lifecycle'),
      handler('personalization/import-file', 'constructs/recommenders/lifecycle'),
      handler('personalization/lake-news', 'constructs/recommenders/popularity'),
      handler('recommendations/recommendations', 'api-stack'),
    ],
    alarms: [
      'Monitoring/EventsBurn',
      'Monitoring/LakeUnconverted',
      'Monitoring/LakeLate',
      'Monitoring/LakeTooManyPartitions',
      'Monitoring/LakeFailed',
      'Monitoring/CountsEventsNotKept',
      'Monitoring/CountsRecommenderLost',
      'Monitoring/PersonalizationErrors1',
      'Monitoring/FunctionsPersonalizationSyncIsBehind',
      'Monitoring/BackgroundPersonalizationLifecycleFailed',
      'Monitoring/BackgroundPersonalizationPopularityFailed',
      'Monitoring/BackgroundPersonalizationDeadLettersHasMessages',
    ],
    shown: [
      template(
        'prod',
        'Analytics',
        'InteractionsStream',
        'ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration.Enabled',
        true,
      ),
      test(
        'lambda/interactions/events',
        'what is accepted is in the lake, under the pseudonym of the viewer of the token',
      ),
      test('lambda/recommendations/recommendations', 'it %s: the viewer gets popular and new titles at once'),
      test('journeys/viewers', 'every event that was accepted is a row of the lake, once'),
      test('journeys/viewers', 'a fan of one genre gets that genre on top, and nothing that was watched to its end'),
    ],
  },
  {
    title: 'Assets and viewers are erased, and leave a certificate',
    text: 'A deleted asset is invisible at once, and a deleted account cannot sign in any more. A state machine then erases store by store: every version in both regions, tables, jobs, sessions, edge caches, Personalize. It waits until nothing can still be writing, and searches every store. Only when nothing is found does it write a certificate that contains counts and a salted hash.',
    constructs: ['lib/erasure-stack.ts', 'lib/constructs/erasure/definition.ts', 'lambda/erasure/stores.ts'],
    handlers: [
      handler('erasure/erasures', 'erasure-stack'),
      handler('erasure/erase-asset', 'erasure-stack'),
      handler('erasure/erase-viewer', 'erasure-stack'),
      handler('erasure/resume-erasures', 'erasure-stack'),
    ],
    alarms: [
      'Monitoring/CountsOldestErasureHours',
      'Monitoring/ErasureErrors1',
      'Monitoring/BackgroundErasureEraseAssetFailed',
      'Monitoring/BackgroundErasureEraseViewerFailed',
      'Monitoring/BackgroundErasureDeadLettersHasMessages',
    ],
    shown: [
      test('journeys/erasure', 'leaves a certificate, and nothing else that can be found'),
      test('journeys/erasure', 'is forgotten by tables, by the user pool and by Personalize'),
      test(
        'lib/constructs/erasure/definition',
        'data that was written in the meantime is found and erased in another round',
      ),
      test('lambda/erasure/erasures', 'under a legal hold is kept until an admin releases it'),
    ],
  },
  {
    title: 'QuickSight and CloudWatch show and watch',
    text: 'Admins read nine reports of the lake through the API and the command line, and in QuickSight if the stage names an owner. CloudWatch contains logs, traces, metrics of the app, a dashboard for each question of the operators, a saved query for the way of a film through all logs, and alarms, each with its section of the runbook. A stage can have a canary, which plays a film on a schedule and uploads one each day as a user does.',
    constructs: [
      'lib/constructs/lake/views.ts',
      'lib/constructs/dashboard/dashboard.ts',
      'lib/constructs/lake/edge-logs.ts',
      'lib/monitoring-stack.ts',
      'lib/constructs/monitoring/dashboard/index.ts',
      'lambda/shared/metrics.ts',
    ],
    handlers: [
      handler('insights/insights', 'api-stack'),
      handler('canary/canary', 'constructs/monitoring/canary'),
      handler('canary/canary-user', 'constructs/monitoring/canary'),
    ],
    alarms: ['Monitoring/CountsMalformedRecords'],
    shown: [
      template(
        'review',
        'Dashboard',
        'Dashboard',
        'Permissions.0.Principal',
        'arn:aws:quicksight:eu-west-1:111122223333:user/default/reviewer',
      ),
      test('lib/monitoring', 'every section of the runbook about an alarm has an alarm'),
      test('lib/insights', 'there is a dashboard where it has an owner, and nothing of QuickSight else'),
      test('lib/dashboard', 'asks a question in the title of each visual, and no two are one'),
      test(
        'lambda/shared/count',
        'a count is a line in the embedded metric format, with the stage as its first dimension',
      ),
      test('journeys/viewers', 'the reports say what was watched'),
      test('journeys/canary', 'the newest film is played as by a viewer'),
      test(
        'journeys/speech',
        'the saved query shows the whole way of the film, for its id, its correlation id and its session',
      ),
    ],
  },
];
