import { claim, noProperty, noResource, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const reliability: Pillar = {
  name: 'Reliability',
  holds: [
    claim(
      'A source is processed exactly once: duplicate, late and reordered events and crashes between writes do not change the result.',
      test('lambda/media-pipeline/intake/ingest', 'a crash at %s is healed by the next attempt'),
      test('lambda/media-pipeline/intake/ingest', 'an older version whose event comes late starts nothing'),
      test('journeys/restart', 'a runtime that is killed during a transcode continues, and encodes once'),
    ),
    claim(
      'A crash does not cause a second encoding job.',
      test('lambda/media-pipeline/encode/transcode', 'a crash at %s never makes a second job'),
    ),
    claim(
      'Every error of a function is retried with growing, random waits, except refusals with a name. Every call has a timeout.',
      test('lib/constructs/workflow/runs', 'costs nothing: %s'),
      test('lib/constructs/workflow/definition', '%s is retried by every call of a function'),
      test('lib/constructs/workflow/definition', '%s is not retried, since the same call would fail again'),
      test('lib/constructs/workflow/definition', 'every call has a timeout'),
      test('lambda/shared/aws-client', 'every client of every function is created here'),
    ),
    claim(
      'Every wait for a job has a time limit in proportion to the film, after which the workflow reads the state of the job. A lost event does not lose the film.',
      test('lib/constructs/workflow/runs', 'that is queued first, which its creator sees, and then in progress'),
      test('lib/constructs/workflow/definition', 'the looks at the job of %s come in proportion to it'),
      test('lib/constructs/workflow/definition', 'looks for jobs where the functions keep their ids'),
    ),
    claim(
      'Where a service is busy for hours, the film waits and its creator sees why. Transcriptions above the quota wait in the queue of the service.',
      test('lib/constructs/workflow/runs', 'but not for ever'),
      test(
        'lambda/speech/transcribe/transcribe',
        'identifies the language, tells speakers apart and writes to the content bucket',
      ),
    ),
    claim(
      'A reconciler finds uploads whose event was lost, and films and languages without an execution, and heals them or ends them with a reason.',
      test('lambda/media-pipeline/reconcile/reconcile', 'whose source has arrived gets its event again, from %s'),
      test(
        'lambda/media-pipeline/reconcile/reconcile',
        'whose execution failed without recording it fails with the error',
      ),
      test('lambda/media-pipeline/reconcile/reconcile', 'whose execution was never started get one'),
    ),
    claim(
      'The end of an execution that did not succeed is recorded by its event, which also cancels its encoding jobs.',
      test(
        'lambda/media-pipeline/publish/fail',
        'that failed, and could not record it, fails its asset by its own error',
      ),
      test(
        'lambda/media-pipeline/jobs/cancel-jobs',
        'the jobs of a film that are in progress are canceled, and no others',
      ),
    ),
    claim(
      'Every error of every task is caught. A failure of one language does not affect the film and the other languages.',
      test('lib/constructs/workflow/definition', 'catches every error of every task except the last one'),
      test(
        'lib/constructs/workflow/runs',
        'a language that cannot be translated is missing, and the other one is published',
      ),
    ),
    claim(
      'Publications are numbered and become current by one conditional write. Of two concurrent writers, neither result is lost.',
      test('lambda/media-pipeline/publish/publish', 'of two languages that come at once, neither is lost'),
      test(
        'lambda/media-pipeline/publish/publish',
        'what an attempt left that crashed before the record was changed is never overwritten',
      ),
    ),
    claim(
      'Events that cannot be processed are kept for two weeks.',
      test('lib/media-pipeline', 'functions that events call keep what they could not handle'),
      template('prod', 'MediaPipeline', 'DeadLetters', 'MessageRetentionPeriod', 1_209_600),
    ),
    claim(
      'Dead letters and records of streams that could not be processed are listed by a command, which calls their functions again.',
      test('ops/redrive/laptop', 'a film whose event is in the dead letters becomes READY'),
      test('ops/redrive/letter', 'is given back to its receiver and to no other: %s'),
    ),
    claim(
      'A request that creates something can be sent again with its key after a lost response: it creates nothing twice.',
      test('lambda/api/request-keys', 'is one asset, one use of the day and one open multipart upload for ten at once'),
      test('journeys/lost-responses', 'a lost response leaves one asset, and one session'),
    ),
    claim(
      'All tables can be restored to any second of the last 35 days, and buckets keep old versions as long. The tables, the user pool and the stacks with data are protected from deletion.',
      test('lib/retention', 'every table can be restored to any second of 35 days, in each of its regions'),
      test(
        'lib/retention',
        'every bucket keeps old versions as long as the tables reach back, or longer, except those of logs',
      ),
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
      'A restore is a command and has a drill: a film whose row and files were destroyed in both regions is played again from each of them.',
      test(
        'journeys/recovery',
        'a film whose row and files were destroyed is played again, from the primary and from the replica',
      ),
    ),
    claim(
      'Sources and interactions have a second copy in `prod`, which deletions do not reach.',
      test('lib/retention', 'of sources and interactions is a setting, and deletions do not reach it'),
    ),
    claim(
      'Recommendations do not wait for a recommender that hangs, and are never empty if there are titles.',
      test(
        'lambda/recommendations/recommendations',
        'it hangs: of 200 requests few wait, none for longer than the limit, and no request reaches it in the meantime',
      ),
      test('journeys/viewers', 'before there is data, the rows are of popular and new titles, and never empty'),
    ),
    claim(
      'No accepted event is lost, and duplicates are removed by id.',
      test(
        'lambda/interactions/events',
        'fails for a fifth of all records, everything accepted is stored once, and the rest is to be sent again',
      ),
      test('journeys/viewers', 'nothing that was accepted is lost when everything ends at once'),
    ),
    claim(
      'Each stage uses at most nine tenths of each quota of its templates.',
      test('checks/rules', 'has a tenth of each quota left'),
    ),
  ],
  gaps: [
    claim(
      'The user pool, the other tables and the signing keys are in one region only, and AWS Backup is not used.',
      noProperty('prod', 'Storage', 'Sessions', 'Replicas.1'),
      noProperty('prod', 'Delivery', 'SigningKeysSecret1', 'ReplicaRegions'),
      noResource('prod', 'AWS::Backup::BackupPlan'),
    ),
    claim(
      'Replication has no time control, so the delay of the copy is monitored but not limited.',
      noProperty('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Destination.ReplicationTime'),
    ),
    claim(
      'No function has reserved concurrency, so a flooded function uses up the concurrency of all others in the account.',
      noProperty('prod', 'Api', 'AWS::Lambda::Function', 'ReservedConcurrentExecutions'),
      noProperty('prod', 'Delivery', 'AWS::Lambda::Function', 'ReservedConcurrentExecutions'),
      noProperty('prod', 'MediaPipeline', 'AWS::Lambda::Function', 'ReservedConcurrentExecutions'),
    ),
  ],
};
