import { claim, noFile, noProperty, noResource, source, template, test } from '../evidence/evidence';
import type { Answer } from './answer';

/** Questions about audit, growth and accounts. */
export const scale: readonly Answer[] = [
  {
    question: 'Audit of who did what',
    standing: 'not available',
    short:
      'The API logs each request with the viewer’s address and without the user, for at most 30 days. There is no audit trail of changes to assets, and CloudTrail belongs to the account.',
    claims: [
      claim(
        'Requests are logged without users and tokens, for at most 30 days.',
        test('lib/api', 'requests are throttled, and logged without their tokens'),
        test('lib/logs', 'no access log of an API has a user, a name or a header'),
        test('lib/logs', 'every log group forgets its events after 30 days at most'),
      ),
      claim('The templates contain no trail.', noResource('prod', 'AWS::CloudTrail::Trail')),
    ],
  },
  {
    question: 'Growth to a million viewing hours',
    standing: 'by configuration',
    short:
      'Segments come from the edge’s cache, and the rest is serverless. `npm run preflight` lists quotas of the account that are too small. This growth was not tested on AWS.',
    claims: [
      claim(
        'Sessions share cached files, which are kept for a year.',
        template('prod', 'Delivery', 'ScreenSegments', 'CachePolicyConfig.MaxTTL', 31_536_000),
      ),
      claim(
        'Tables are billed per request and scale with requests.',
        template('prod', 'Storage', 'AWS::DynamoDB::GlobalTable', 'BillingMode', 'PAY_PER_REQUEST'),
      ),
      claim('The stage sets the API’s rate: 200 requests a second in `prod`.', source('lib/stages.ts', 'apiRate: 200')),
      claim(
        'Lists of titles read an index of published assets, and the end of a session takes two calls for any number of others.',
        test(
          'lambda/api/assets',
          'pages through everything once, and reads no more than it shows, whatever else there is',
        ),
        test(
          'lambda/delivery/revocations',
          'a session ends by two calls, also beside 100,000 others: nothing is listed',
        ),
      ),
      claim(
        'Preflight compares the concurrency and the quotas of the account with the stage.',
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
      'A stage names its account, and all stacks of a stage are in one account. No data are copied to another account.',
    claims: [
      claim('The account is a property of the stage.', source('lib/config.ts', 'Account of the stacks.')),
      claim(
        'The replica is in the stage’s own account, and there is no backup vault.',
        noProperty('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Destination.Account'),
        noResource('prod', 'AWS::Backup::BackupVault'),
      ),
    ],
  },
];
