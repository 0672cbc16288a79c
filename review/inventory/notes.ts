import { type Claim, claim, noResource, source, test } from '../evidence/evidence';

/** Claims about retention that the tables do not show. */
export const notes: readonly Claim[] = [
  claim(
    'If Firehose cannot write to the lake, it keeps events for a day. After that they are lost.',
    source('lib/constructs/monitoring/lake-alarms.ts', 'It retries for a day, and then drops them.'),
  ),
  claim(
    'The data in Personalize can be created again: titles and viewers from the tables, interactions from the lake.',
    test(
      'lib/constructs/recommenders/lifecycle',
      'is given all titles and all viewers, page by page, before its recommenders are made',
    ),
    test(
      'lib/constructs/recommenders/lifecycle',
      'the first time there is enough, it is imported, and all recommenders are made',
    ),
  ),
  claim(
    'The data sets of QuickSight are replaced with data from the lake once a day.',
    test('lib/dashboard', 'is filled once a day, and no two at once'),
  ),
  claim(
    'An ended session stays in the store at the edge until none of its signatures is valid. An hourly sweep deletes expired entries.',
    test('lambda/delivery/revocations', 'removes every session whose signatures have expired, and no other'),
  ),
  claim(
    'If the stage has `secondCopies`, sources and interactions have a copy in the second region. Deletions are not copied. AWS Backup is not used.',
    test('lib/retention', 'of sources and interactions is a setting, and deletions do not reach it'),
    noResource('prod', 'AWS::Backup::BackupPlan'),
  ),
  claim(
    'Buckets keep old versions for 35 days, which is how far back the tables can be restored. Logs are kept for at most 30 days in all, old versions included.',
    test(
      'lib/retention',
      'every bucket keeps old versions as long as the tables reach back, or longer, except those of logs',
    ),
    test(
      'lib/logs',
      'every bucket with access logs, and the folder of the edge logs, deletes every version of them in time',
    ),
  ),
  claim(
    'Step Functions keeps the history of an execution for 90 days (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). The log group contains the same data, for at most 30 days.',
    test(
      'lib/media-pipeline',
      'the workflow is traced and logs everything, and every placeholder of its definition is filled in',
    ),
  ),
];
