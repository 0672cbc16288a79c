import { claim, noFile, noProperty, noResource, noText, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const reliability: Pillar = {
  name: 'Reliability',
  holds: [
    claim(
      'A source is processed exactly once: duplicate, late and reordered events, and crashes between writes, change nothing.',
      test('lambda/media-pipeline/intake/ingest', 'a crash at %s is healed by the next attempt'),
      test('lambda/media-pipeline/intake/ingest', 'an older version whose event comes late starts nothing'),
      test('journeys/restart', 'a runtime that is killed in the midst of a transcode goes on, and encodes once'),
    ),
    claim(
      'No crash makes a second encoding job.',
      test('lambda/media-pipeline/encode/transcode', 'a crash at %s never makes a second job'),
    ),
    claim(
      'Every wait for a job has a limit, after which the job itself is looked at: a lost event does not lose the film.',
      test('lib/constructs/workflow/runs', 'when the event of the end of the transcription is lost, it is looked for'),
      test('lib/constructs/workflow/definition', 'looks for jobs where the functions keep their ids'),
    ),
    claim(
      'Every error of every task is caught; a failure of one language leaves the film and the other languages.',
      test('lib/constructs/workflow/definition', 'catches every error of every task, but for the last one'),
      test(
        'lib/constructs/workflow/runs',
        'a language that cannot be translated is missing, and the other one is there',
      ),
    ),
    claim(
      'Publications are numbered and put in force by one conditional write; of two writers none is lost.',
      test('lambda/media-pipeline/publish/publish', 'of two languages that come at once, neither is lost'),
      test(
        'lambda/media-pipeline/publish/publish',
        'what an attempt left that crashed before the record was changed is never overwritten',
      ),
    ),
    claim(
      'Events that cannot be handled are kept for two weeks.',
      test('lib/media-pipeline', 'functions that events call keep what they could not handle'),
      template('prod', 'MediaPipeline', 'DeadLetters', 'MessageRetentionPeriod', 1_209_600),
    ),
    claim(
      'All tables can be brought back to any second of the last 35 days (DynamoDB’s default), and tables, pool and stacks with data refuse deletion.',
      noProperty('prod', 'Storage', 'Assets', 'Replicas.*.PointInTimeRecoverySpecification.RecoveryPeriodInDays'),
      test('lib/stacks', 'every table is encrypted by a key of ours in each region, and can be brought back'),
      test('lib/production', 'tables and users are protected from a direct deletion too'),
      test('lib/production', 'stacks with data refuse to be deleted, the others can be'),
    ),
    claim(
      'Films and the `assets` table have a copy in a second region, and CloudFront reads the second bucket when the first fails or refuses.',
      test('lib/storage', 'the assets table is in both regions, and read by creation and by owner'),
      test('lib/delivery', 'come from the second region when the first one fails or refuses'),
      test('journeys/sessions', 'playback goes on from the replica, by cookies and by signed addresses'),
    ),
    claim(
      'Recommendations never wait for a recommender that hangs, and are never empty while there are titles.',
      test(
        'lambda/recommendations/recommendations',
        'it hangs: of 200 requests few wait, none for longer than the limit, and nobody asks it meanwhile',
      ),
      test('journeys/viewers', 'before there is data, the rows are of popular and new titles, and never empty'),
    ),
    claim(
      'No event that was accepted is lost, and copies are dropped by id.',
      test(
        'lambda/interactions/events',
        'fails for a fifth of all records, everything accepted is there once, and the rest is to be sent again',
      ),
      test('journeys/viewers', 'nothing that was accepted is lost when everything ends at once'),
    ),
    claim(
      'Each stage has room under the quotas of its templates.',
      test('checks/rules', 'has a tenth of each quota left'),
    ),
  ],
  gaps: [
    claim(
      'An error that is not in Lambda’s list of retried ones fails its task at once: one throttled write of `publish` throws a finished encode away.',
      noText('lib/constructs/workflow', 'ProvisionedThroughputExceeded'),
      test(
        'lib/constructs/workflow/definition',
        'tries again what failed on the way to a function, but not what the function refused',
      ),
    ),
    claim(
      'The SDK’s clients of functions have no time limits of their own, recommendations, interactions and the authorizer excepted: a call that hangs ends with its function.',
      noText('lambda/speech', 'requestTimeout'),
      noText('lambda/media-pipeline', 'requestTimeout'),
      noText('lambda/api', 'requestTimeout'),
    ),
    claim(
      'Nothing looks for assets that are stuck: an upload whose event is in the dead letters stays `UPLOADING`, and a lost job event is noticed after the longest wait of a job (12 hours).',
      noText('lib', 'Reconciler'),
      source('lib/stages.ts', 'jobSeconds: 12 * hour'),
    ),
    claim(
      'Of records in the tables’ streams that cannot be handled, the queue has their positions, and not the records.',
      source('docs/recommendations.md', 'stream are kept in the dead-letter queue'),
    ),
    claim('An execution that is stopped does not cancel its MediaConvert job.', noText('lambda', 'CancelJob')),
    claim(
      '`POST` requests that create something take no idempotency key: a lost answer can leave a second asset, or a session that holds a place.',
      noText('lambda', 'idempotency-key'),
    ),
    claim(
      'There is no restore procedure and no drill. Delete markers reach the second region, so that an object deleted by mistake has to be restored in both.',
      noFile('docs/recovery.md'),
      template(
        'prod',
        'Storage',
        'Content',
        'ReplicationConfiguration.Rules.0.DeleteMarkerReplication.Status',
        'Enabled',
      ),
    ),
    claim(
      'Versions that were overwritten or deleted are kept for 30 days, and tables can be restored for 35: a table can be brought back to a day whose objects are gone.',
      template(
        'prod',
        'Storage',
        'Content',
        'LifecycleConfiguration.Rules.*.NoncurrentVersionExpiration.NoncurrentDays',
        30,
      ),
    ),
    claim(
      'Sources, the lake, the user pool, the other tables and the signing keys have one region only; nothing is in AWS Backup.',
      noProperty('prod', 'Storage', 'Uploads', 'ReplicationConfiguration'),
      noProperty('prod', 'Storage', 'Lake', 'ReplicationConfiguration'),
      noProperty('prod', 'Storage', 'Sessions', 'Replicas.1'),
      noProperty('prod', 'Delivery', 'SigningKeysSecret1', 'ReplicaRegions'),
      noResource('prod', 'AWS::Backup::BackupPlan'),
    ),
    claim(
      'Replication has no time control and no metric: how far the copy is behind is neither promised nor watched.',
      noProperty('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Destination.ReplicationTime'),
      noProperty('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Destination.Metrics'),
    ),
    claim(
      'No function has reserved concurrency: one that is flooded takes from all others of the account.',
      noProperty('prod', 'Api', 'AWS::Lambda::Function', 'ReservedConcurrentExecutions'),
      noProperty('prod', 'Delivery', 'AWS::Lambda::Function', 'ReservedConcurrentExecutions'),
      noProperty('prod', 'MediaPipeline', 'AWS::Lambda::Function', 'ReservedConcurrentExecutions'),
    ),
  ],
};
