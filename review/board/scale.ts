import { claim, noFile, noProperty, noResource, noText, source, template, test } from '../evidence/evidence';
import type { Answer } from './answer';

/** Audit, growth and accounts. */
export const scale: readonly Answer[] = [
  {
    question: 'Audit of who did what',
    standing: 'not there',
    short:
      'The API logs each request with the user’s id for the stage’s time; there is no audit trail of changes to assets, and CloudTrail is the account’s.',
    claims: [
      claim(
        'Requests are logged with the user’s id, and without tokens.',
        test('lib/api', 'requests are throttled, and logged without their tokens'),
        source('lib/constructs/public-api.ts', "user: '$context.authorizer.sub'"),
      ),
      claim('No trail is in the templates.', noResource('prod', 'AWS::CloudTrail::Trail')),
    ],
  },
  {
    question: 'Growth to a million viewing hours',
    standing: 'by configuration',
    short:
      'Segments come from the edge’s cache and the rest is serverless; `npm run preflight` names quotas of the account that are too small. It was not tried on AWS.',
    claims: [
      claim(
        'Sessions share what is cached, for a year.',
        template('prod', 'Delivery', 'ScreenSegments', 'CachePolicyConfig.MaxTTL', 31_536_000),
      ),
      claim(
        'Tables are paid and scaled by request.',
        template('prod', 'Storage', 'AWS::DynamoDB::GlobalTable', 'BillingMode', 'PAY_PER_REQUEST'),
      ),
      claim(
        'The API’s rate is a number of the stage, 200 requests a second in `prod`.',
        source('lib/stages.ts', 'apiRate: 200'),
      ),
      claim(
        'Lists of titles get slower with the number of drafts, and the list of ended sessions has 5 MB.',
        noText('lambda', 'byPublication'),
        source('lambda/delivery/revocations.client.ts', 'A store has 5 MB'),
      ),
      claim(
        'Preflight compares concurrency and quotas of the account with the stage.',
        test('ops/preflight/preflight', 'a full quota of CloudFront is a problem, and a raised one is none'),
        source('ops/preflight/checks/deployment.ts', 'viewers would be throttled'),
      ),
      claim('No release is recorded.', noFile('checks/released.json')),
    ],
  },
  {
    question: 'Several accounts',
    standing: 'by configuration',
    short:
      'A stage names its account; all of a stage’s stacks are in one account. A copy of data in another account is not there.',
    claims: [
      claim('The account is a property of the stage.', source('lib/config.ts', 'Account that the stacks belong to.')),
      claim(
        'The replica is in the stage’s own account, and nothing goes to a vault.',
        noProperty('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Destination.Account'),
        noResource('prod', 'AWS::Backup::BackupVault'),
      ),
    ],
  },
];
