import { type Claim, claim, noProperty, noResource, source, test } from '../evidence/evidence';

/** What tables do not show of how data are kept. */
export const notes: readonly Claim[] = [
  claim(
    'Firehose keeps events for a day while it cannot write to the lake; after that they are lost.',
    source('lib/constructs/lake/delivery-stream.ts', 'Firehose tries for a day, and then drops them.'),
  ),
  claim(
    'What Personalize holds can be made again: titles and viewers from the tables, interactions from the lake.',
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
    'The data sets of QuickSight are filled from the lake once a day, in place of what was there.',
    test('lib/dashboard', 'is filled once a day, and no two at once'),
  ),
  claim(
    'An ended session stays in the store at the edge until no renewal could let it play; every hundredth entry takes out those that are over.',
    test('lambda/delivery/revocations', 'every hundredth takes out those whose signatures are over, and no others'),
  ),
  claim(
    'Sources have no copy in a second region, and nothing is copied by AWS Backup.',
    noProperty('prod', 'Storage', 'Uploads', 'ReplicationConfiguration'),
    noResource('prod', 'AWS::Backup::BackupPlan'),
  ),
  claim('The lake has no copy in a second region.', noProperty('prod', 'Storage', 'Lake', 'ReplicationConfiguration')),
  claim(
    'The history of an execution is kept by Step Functions for 90 days (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html); its log group has the same for the stage’s time.',
    test(
      'lib/media-pipeline',
      'the workflow is traced and logs everything, and every placeholder of its definition is filled in',
    ),
  ),
];
