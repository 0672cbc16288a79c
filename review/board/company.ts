import { claim, noResource, noText, source, template, test } from '../evidence/evidence';
import type { Answer } from './answer';

/** Questions about legal, organizational and financial duties. */
export const company: readonly Answer[] = [
  {
    question: 'Multi-tenancy',
    standing: 'by configuration',
    short:
      'Deploy one stage per brand, each with its own user pool, buckets, keys and distribution, in one account or in several. A stage does not separate tenants.',
    claims: [
      claim(
        'Stacks are named after their stage, and no two stages have a resource with the same name.',
        test('lib/stacks', 'are named after their stage and part, and placed where they belong'),
        test('lib/stacks', 'no resource has a physical name, which would stand in the way of its replacement'),
      ),
      claim(
        'The metrics of two stages are separate.',
        test('lambda/shared/count', 'two stages of one account and region do not add up'),
      ),
      claim('Records of assets have an owner but no tenant.', noText('lambda/shared/assets.ts', 'tenant')),
    ],
  },
  {
    question: 'Identity federation',
    standing: 'by code',
    short:
      'Cognito supports OIDC and SAML providers. Add them in `lib/auth-stack.ts` and list them in the app client. The API ignores the groups of another provider until `lambda/auth/pre-token.ts` maps them.',
    claims: [
      claim(
        'The app client supports only the users of the pool.',
        template('prod', 'Delivery', 'ClientApp', 'SupportedIdentityProviders', ['COGNITO']),
        noResource('review', 'AWS::Cognito::UserPoolIdentityProvider'),
      ),
      claim(
        'Any OpenID client can sign in like the page.',
        test(
          'local/test/services/cognito-idp/openid-client',
          'finds the endpoints, signs in by code and PKCE, and checks the id token',
        ),
      ),
      claim(
        'Tokens do not contain groups that the API does not define.',
        test('lambda/auth/authorizer', 'accepts a member and returns the identity with the known groups only'),
      ),
    ],
  },
  {
    question: 'Data residency',
    standing: 'by configuration',
    short:
      'The data are in two regions, which the stage selects. CloudFront caches copies of films at its edge locations, and the delivery of its logs is configured in us-east-1.',
    claims: [
      claim(
        'Stacks and their data are in the configured regions.',
        test('lib/context', 'stacks and their data are in the regions that were asked for'),
      ),
      claim(
        'The web ACL, the certificate and the configuration of log delivery are in us-east-1; the logs are in the lake.',
        test('lib/analytics', 'come from this account’s deliveries only, below edge/, under the key of the lake'),
        noResource('prod', 'AWS::S3::Bucket', 'EdgeLogs'),
      ),
      claim(
        'Logs of the edge contain no addresses, cookies or browsers. Logs of the API contain addresses and no users.',
        test('lib/analytics', 'are logged with the metrics of players, and without addresses, cookies and browsers'),
        source('lib/constructs/public-api.ts', "address: '$context.authorizer.viewerAddress'"),
      ),
    ],
  },
  {
    question: 'Erasure of a person’s data (GDPR, article 17)',
    standing: 'available',
    short:
      'A user deletes the account, or an administrator does. A workflow erases every store, searches for the rest and writes a certificate. Interactions in the lake remain under a random pseudonym without a link to the person; backups of tables end after 35 days.',
    claims: [
      claim(
        'After an erasure, neither the tables nor the user pool have the user, and Personalize has deleted the viewer.',
        test('journeys/erasure', 'is forgotten by tables, by the user pool and by Personalize'),
        test('journeys/erasure', 'have nothing of them when the windows have ended'),
      ),
      claim(
        'Each row in the lake contains the viewer’s pseudonym, and neither the lake nor Personalize nor a log contains the user.',
        source('lambda/interactions/lake-record.ts', 'user_id: circumstances.viewer'),
        test('journeys/pseudonyms', 'only the user pool and the tables that are kept by sub have the users'),
      ),
      claim(
        'A viewer can opt out. Then nothing is sent to Personalize, and the viewer’s record there is emptied.',
        test(
          'lambda/interactions/events',
          'is missing, or the viewer opted out, it receives no events, and the lake records that',
        ),
        test('journeys/viewers', 'who does not want to be known is shown what everybody is'),
        source('docs/recommendations.md', "When a viewer opts out, the viewer's fields in Personalize are emptied."),
      ),
    ],
  },
  {
    question: 'Deletion of a film',
    standing: 'available',
    short:
      'Owners and administrators delete a film with everything that was made of it, in both regions. A certificate has the counts and the remaining traces. A legal hold prevents the deletion.',
    claims: [
      claim(
        'A deleted film leaves a certificate, and nothing else that can be found.',
        test('journeys/erasure', 'leaves a certificate, and nothing else that can be found'),
        test('journeys/erasure', 'under a legal hold stays, and is deleted after its release'),
      ),
      claim('An upload can be aborted and deleted.', test('lambda/api/uploads', 'gives the upload up and forgets it')),
    ],
  },
  {
    question: 'Service levels, RTO and RPO',
    standing: 'not available',
    short:
      'No service level objective is defined. `docs/recovery.md` has the time and the loss of each data set, by design and by a drill on the laptop, not measured on AWS. Playback survives the loss of a region. Everything else waits for the region, or for an operator.',
    claims: [
      claim(
        'The templates contain no service level objective.',
        noResource('prod', 'AWS::ApplicationSignals::ServiceLevelObjective'),
      ),
      claim(
        'The page of recovery has a table of times and losses.',
        source('docs/recovery.md', '| data | kept how | loss (RPO) | time (RTO) |'),
      ),
      claim(
        'Tables can be restored to a point in time.',
        test('lib/stacks', 'every table is encrypted by a key of ours in each region, and can be brought back'),
      ),
      claim(
        'Playback continues from the second region.',
        test('journeys/sessions', 'playback goes on from the replica, by cookies and by signed addresses'),
      ),
    ],
  },
  {
    question: 'Ceiling of cost',
    standing: 'not available',
    short:
      'Limits apply to single operations (size, length, sessions, requests, bytes of a query). Nothing limits the total, and no budget reports it.',
    claims: [
      claim(
        'The size and length of a source and the bytes of a query have limits.',
        test('lambda/media-pipeline/intake/inspect', 'a file over the limit is refused, and one at the limit is not'),
        template('prod', 'Analytics', 'LakeQueriesWorkgroup', 'WorkGroupConfiguration.BytesScannedCutoffPerQuery'),
      ),
      claim('The templates contain no budget.', noResource('prod', 'AWS::Budgets::Budget')),
      claim(
        'The stage limits the number of resources that are paid by the hour.',
        test(
          'lib/constructs/recommenders/lifecycle',
          'has those above the number deleted, whatever they are asked for, and none that is on its way',
        ),
      ),
    ],
  },
  {
    question: 'Portability and vendor lock-in',
    standing: 'not available',
    short:
      'The platform runs on AWS only and depends on many of its services. These parts are portable: films are CMAF, WebVTT, HLS and DASH by their standards; the lake is Parquet with SQL views that DuckDB also runs; sign-in is OpenID Connect; handlers are plain TypeScript with AWS behind ports.',
    claims: [
      claim(
        'Manifests conform to the standards.',
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
        'For development, the app runs on a laptop without AWS. The page states that results come from stand-ins.',
        test('web/page', 'on a laptop the page states that stand-ins produced its content'),
      ),
    ],
  },
  {
    question: 'Licences of software and films',
    standing: 'available',
    short:
      'The project is under Apache-2.0; no dependency is under the AGPL. `npm run sbom` lists every package with version, licence and checksum. The page includes the licences of its software.',
    claims: [
      claim(
        'The list contains deployed packages and packages for development.',
        test('scripts/sbom', 'npm run sbom lists what is deployed and what is not, each with its version'),
      ),
      claim(
        'The page includes the notices of its software.',
        test('scripts/sbom', 'the page carries the licences of the packages that are in it'),
      ),
      claim(
        'The laptop’s encoder is a build of FFmpeg under the GPL with parts that its licence does not allow to redistribute. It is not deployed.',
        source('docs/dependencies.md', 'It runs on the laptop only'),
      ),
      claim('The licences of the sample films are beside them.', source('samples/README.md', 'CC BY 3.0')),
    ],
  },
  {
    question: 'Use of data by machine learning services',
    standing: 'not available',
    short:
      'Transcribe, Translate and Polly receive the sound and the text of films. An opt-out policy of AWS Organizations, which is not part of this app, decides whether AWS may use these to improve its services.',
    claims: [
      claim('The templates contain no policy of an organization.', noResource('review', 'AWS::Organizations::Policy')),
      claim(
        'The data in Personalize are encrypted with the stage’s key.',
        template('prod', 'Personalization', 'DataGeneration1Group', 'KmsKeyArn'),
      ),
    ],
  },
];
