import { claim, noFile, noResource, noText, source, template, test } from '../evidence/evidence';
import type { Answer } from './answer';

/** What the company that runs it has to answer for. */
export const company: readonly Answer[] = [
  {
    question: 'Multi-tenancy',
    standing: 'by configuration',
    short:
      'A stage per brand, each with its own pool, buckets, keys and distribution, in one account or in several. Within a stage there are no tenants.',
    claims: [
      claim(
        'Stacks are named after their stage, and no resource has a name that two stages would share.',
        test('lib/stacks', 'are named after their stage and part, and placed where they belong'),
        test('lib/stacks', 'no resource has a physical name, which would stand in the way of its replacement'),
      ),
      claim(
        'Metrics of two stages do not add up.',
        test('lambda/shared/count', 'two stages of one account and region do not add up'),
      ),
      claim('Records of assets have an owner, and no tenant.', noText('lambda/shared/assets.ts', 'tenant')),
    ],
  },
  {
    question: 'Identity federation',
    standing: 'by code',
    short:
      'Cognito takes OIDC and SAML providers; they belong in `lib/auth-stack.ts`, and the app client names them. Groups of another provider mean nothing to the API until they are mapped in `lambda/auth/pre-token.ts`.',
    claims: [
      claim(
        'The app client knows the pool’s own users only.',
        template('prod', 'Delivery', 'ClientApp', 'SupportedIdentityProviders', ['COGNITO']),
        noResource('review', 'AWS::Cognito::UserPoolIdentityProvider'),
      ),
      claim(
        'Any OpenID client signs in as the page does.',
        test(
          'local/test/services/cognito-idp/openid-client',
          'finds the endpoints, signs in by code and PKCE, and checks the id token',
        ),
      ),
      claim(
        'Groups that the API does not know are left out of tokens.',
        test('lambda/auth/authorizer', 'lets a member in and says who it is, naming the known groups only'),
      ),
    ],
  },
  {
    question: 'Data residency',
    standing: 'by configuration',
    short:
      'Two regions of the stage’s choice hold the data. CloudFront keeps copies of films at its edges, and the delivery of its logs is configured in us-east-1.',
    claims: [
      claim(
        'Stacks and their data are in the regions that were asked for.',
        test('lib/context', 'stacks and their data are in the regions that were asked for'),
      ),
      claim(
        'In us-east-1 are the web ACL, the certificate and the delivery of logs; the logs themselves are in the lake.',
        test('lib/analytics', 'come from this account’s deliveries only, below edge/, under the key of the lake'),
        noResource('prod', 'AWS::S3::Bucket', 'EdgeLogs'),
      ),
      claim(
        'Logs of the edge have no addresses, cookies or browsers; logs of the API have addresses and user ids.',
        test('lib/analytics', 'are logged with what players tell, and without addresses, cookies and browsers'),
        source('lib/constructs/public-api.ts', "address: '$context.identity.sourceIp'"),
      ),
    ],
  },
  {
    question: 'Erasure of a person’s data (GDPR, article 17)',
    standing: 'not there',
    short:
      'No command erases a viewer. Interactions in the lake carry the user’s id for up to 760 days; tables keep choices and progress.',
    claims: [
      claim('There is no route that deletes a viewer’s data.', noText('lambda/shared/routes.ts', 'DELETE /api/me')),
      claim(
        'The lake has the user’s id in each row.',
        source('lambda/interactions/lake-record.ts', 'user_id: circumstances.userId'),
      ),
      claim(
        'Personalize is not asked to delete users.',
        noText('lambda', 'CreateDataDeletionJob'),
        noText('lib', 'createDataDeletionJob'),
      ),
      claim(
        'A viewer can opt out: then nothing is sent to Personalize, and the viewer’s record there is emptied.',
        test(
          'lambda/interactions/events',
          'is not there, or the viewer opted out, it hears nothing, and the lake knows',
        ),
        test('journeys/viewers', 'who does not want to be known is shown what everybody is'),
        source('docs/recommendations.md', "When a viewer opts out, the viewer's fields in Personalize are emptied."),
      ),
    ],
  },
  {
    question: 'Deletion of a film',
    standing: 'not there',
    short: 'No route and no command deletes a published film. An upload that is not complete can be given up.',
    claims: [
      claim('The table of routes has no such route.', noText('lambda/shared/routes.ts', "'DELETE /api/assets/{id}'")),
      claim('An upload is given up and forgotten.', test('lambda/api/uploads', 'gives the upload up and forgets it')),
    ],
  },
  {
    question: 'Service levels, RTO and RPO',
    standing: 'not there',
    short:
      'No objective is set and nothing measures one. What the design gives: playback that has begun survives the loss of a region; tables can be restored to a point in time; everything else waits for the region.',
    claims: [
      claim(
        'No objective is in the templates.',
        noResource('prod', 'AWS::ApplicationSignals::ServiceLevelObjective'),
        noFile('docs/recovery.md'),
      ),
      claim(
        'Tables can be brought back to a point in time.',
        test('lib/stacks', 'every table is encrypted by a key of ours in each region, and can be brought back'),
      ),
      claim(
        'Playback goes on from the second region.',
        test('journeys/sessions', 'playback goes on from the replica, by cookies and by signed addresses'),
      ),
    ],
  },
  {
    question: 'Ceiling of cost',
    standing: 'not there',
    short:
      'Limits bound single works (size, length, sessions, requests, bytes of a query); nothing bounds the sum, and no budget reports it.',
    claims: [
      claim(
        'Size and length of a source, and bytes of a query, have limits.',
        test('lambda/media-pipeline/intake/inspect', 'a file over the limit is refused, and one at the limit is not'),
        template('prod', 'Analytics', 'LakeQueriesWorkgroup', 'WorkGroupConfiguration.BytesScannedCutoffPerQuery'),
      ),
      claim('There is no budget.', noResource('prod', 'AWS::Budgets::Budget')),
      claim(
        'What is paid by the hour has a number in the stage.',
        test(
          'lib/constructs/recommenders/lifecycle',
          'has those above the number deleted, whatever they are asked for, and none that is on its way',
        ),
      ),
    ],
  },
  {
    question: 'Portability and vendor lock-in',
    standing: 'not there',
    short:
      'The platform runs on AWS only, and uses its services deeply. What is portable: films are CMAF, WebVTT, HLS and DASH by their standards; the lake is Parquet with SQL views that DuckDB runs too; sign-in is OpenID Connect; handlers are plain TypeScript with AWS behind ports.',
    claims: [
      claim(
        'Manifests keep to the standards.',
        test(
          'journeys/film',
          'keeps to RFC 8216 and to Apple’s authoring specification, and its MPD to the standard’s schema',
        ),
        test('lambda/media-pipeline/publish/manifests/mpd-schema', 'an MPD of a film with dubs and captions is valid'),
      ),
      claim(
        'Views run in a second engine.',
        test('lib/constructs/lake/sql', 'has in DuckDB the columns that it is declared with'),
      ),
      claim(
        'Without AWS the app runs on a laptop, for development, with stand-ins that say so.',
        test('web/page', 'on a laptop the page says that what it shows comes from stand-ins'),
      ),
    ],
  },
  {
    question: 'Licences of software and films',
    standing: 'there',
    short:
      'Apache-2.0; no dependency is under the AGPL. `npm run sbom` lists every package with version, licence and checksum; the page carries the licences of what is in it.',
    claims: [
      claim(
        'The list has what is deployed and what is not.',
        test('scripts/sbom', 'npm run sbom lists what is deployed and what is not, each with its version'),
      ),
      claim(
        'The page carries its notices.',
        test('scripts/sbom', 'the page carries the licences of the packages that are in it'),
      ),
      claim(
        'The laptop’s encoder is a build of FFmpeg under the GPL with parts that its licence does not allow to be passed on; it is not deployed.',
        source('docs/dependencies.md', 'It runs on the laptop only'),
      ),
      claim('Sample films have their licences beside them.', source('samples/README.md', 'CC BY 3.0')),
    ],
  },
  {
    question: 'Use of data by machine learning services',
    standing: 'not there',
    short:
      'Transcribe, Translate and Polly get the sound and the text of films. Whether AWS may keep these to improve its services is an opt-out policy of AWS Organizations, which is not part of this app.',
    claims: [
      claim('No organization’s policy is in the templates.', noResource('review', 'AWS::Organizations::Policy')),
      claim(
        'Personalize’s data are encrypted by the stage’s key.',
        template('prod', 'Personalization', 'DataGeneration1Group', 'KmsKeyArn'),
      ),
    ],
  },
];
