import { claim, noProperty, noResource, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const security: Pillar = {
  name: 'Security',
  holds: [
    claim(
      'Every route uses the authorizer, and one table defines the permissions of every route.',
      test('lib/api', 'every route asks the authorizer'),
      test(
        'lib/api',
        'every route of the API is in the table of who may do what, and every one of the table is in the API',
      ),
    ),
    claim(
      'Forged, expired, foreign and altered tokens are refused without details. The response for an asset that the caller may not see equals the response for an id that does not exist.',
      test('lambda/auth/attacks', 'is refused, without a word: $name'),
      test('lambda/auth/attacks', 'guessed for %s gets the same response as one of another user'),
    ),
    claim(
      'Reports of watching count only for a playback session of their viewer and asset, and only with the seconds that have passed in it. The limit of 600 events a minute is reserved before delivery.',
      test(
        'lambda/interactions/flood',
        'watch events of sessions that were never opened are refused, and reach neither lake nor recommender',
      ),
      test(
        'lambda/interactions/flood',
        'sessions that were opened and not played move no title, in no ranking, and start no recommender',
      ),
      test(
        'lambda/interactions/events',
        'in parallel batches is refused as in one after the other: exactly six hundred are accepted',
      ),
    ),
    claim(
      'Passwords are never sent to the API. Sign-in uses code and PKCE or SRP, and every user can add a second factor.',
      test('lib/auth', 'in %s no flow sends a password to an API, or a token to an address'),
      template('prod', 'Auth', 'Users', 'EnabledMfas.0', 'SOFTWARE_TOKEN_MFA'),
    ),
    claim(
      'No role is allowed all actions, or an action on `*` where resources can be named. Every statement is compared with AWS’s Service Authorization Reference.',
      test('lib/stacks', 'are never allowed all actions, or an action on everything that has a name'),
      test('checks/permissions', 'every exception is needed by a stage or by the local IAM'),
    ),
    claim(
      'All data are encrypted at rest: sources, films, tables, lake, streams and secrets with keys of the stage, which rotate. A grant of a key names the service that may use it.',
      test('lib/stacks', 'every key rotates'),
      test('lib/stacks', '$id is versioned, encrypted and closed to the public'),
      test('lib/keys', 'grants a key to a role for one service, with known exceptions'),
    ),
    claim('Buckets refuse requests without TLS.', test('lib/stacks', '$id refuses requests without TLS')),
    claim(
      'Films are accessible only with the signature of a session, which is bound to one asset. The edge refuses an ended session.',
      test('lambda/delivery/playback', 'signs for this session and this asset alone, until the session ends'),
      test('laptop/edge-attacks', 'nothing opens: $name'),
      test('laptop/edge-attacks', 'an ended session is refused by the function'),
    ),
    claim(
      'The web ACL has AWS’s managed rules and a rate limit per address, and covers page, API and films.',
      test('lib/delivery', 'the firewall stands before it, and limits what one address may ask'),
      template('prod', 'Edge', 'Firewall', 'Rules.*.Name', 'RateLimit'),
    ),
    claim(
      'Requests without a token do not reach the API, each token has a rate of its own, and the API accepts only requests of the distribution.',
      test('journeys/strangers', '43 anonymous requests beside each of a viewer, with %s: the viewer gets no 429'),
      test('lib/web-acls', 'gives each token a rate of its own, in whatever spelling it comes'),
      test('lambda/auth/admission', 'refuses a valid token with %s, before it reads the token'),
    ),
    claim(
      'A web ACL limits the messages that one address can cause by sign-up, resend and forgotten password. Sign-up without an invitation needs a sender of the stage’s own.',
      test('lib/web-acls', 'limits %s of one address, and leaves its other requests alone'),
      template('prod', 'Auth', 'FirewallWebAcl', 'Rules.*.Name', 'MailByOperation'),
    ),
    claim(
      'A content security policy allows only the page’s own scripts.',
      test(
        'lib/delivery',
        'the page may run its own scripts, talk to Cognito and to uploads, and play what it has buffered',
      ),
    ),
    claim(
      'Secrets are created in the account, are not in templates, and are redacted in logs.',
      test('lib/delivery', 'the private key is never in the template, nor a password in its place'),
      test('lambda/shared/log', 'secrets are redacted, however deep'),
    ),
    claim(
      'Every denied call is counted, even if the caller gets a normal response.',
      test('lambda/shared/aws-client', 'every client of every function is created here'),
    ),
    claim(
      'Packages are pinned by checksum, run no scripts at installation, and are listed as CycloneDX.',
      test('scripts/install', 'every package is pinned by a checksum'),
      test('scripts/install', 'npm runs no script of any package at install, here and in a clone'),
      test('scripts/sbom', 'npm run sbom lists what is deployed and what is not, each with its version'),
    ),
    claim(
      'The threats of each trust boundary are listed in [threats](../threats.md), each with its tests or the reason why it is accepted.',
      source('review/threats/chapter.ts', 'docs/threats.md'),
    ),
    claim(
      'Age limits are enforced in lists, rows and playback; an administrator sets the maximum for a viewer.',
      test('lambda/api/assets', 'refuses an older film by its name, except to its owner and to admins'),
      test('lambda/interactions/me', 'is in force at once, and the viewer may only lower it'),
    ),
    claim(
      'Uploads, hours of film, languages and retries are limited per creator and day, and the length of each part is signed.',
      test('lambda/api/adapters', 'is never above the maximum, also when many take from it at once'),
      test('lambda/api/adapters', 'signs a part’s length: of 1,000 bytes, %d are refused'),
    ),
  ],
  gaps: [
    claim(
      'The API’s own `execute-api` address is reachable beside the distribution. It accepts no request there, but AWS does not document whether the throttles count such requests.',
      noProperty('prod', 'Delivery', 'PublicApi', 'DisableExecuteApiEndpoint'),
      test('journeys/strangers', 'refuses a member who sends CloudFront-Viewer-Country there, with a valid token'),
    ),
    claim(
      'The user pool has no threat protection, which needs the Plus plan.',
      noProperty('prod', 'Auth', 'Users', 'UserPoolAddOns'),
    ),
    claim(
      'Whether a player downloads the film is not known when it reports watching: accounts that only keep sessions open count as viewers.',
      test(
        'lambda/interactions/flood',
        'accounts that keep sessions open for hours are 25 viewers: too few for a trend and for a recommender',
      ),
    ),
    claim(
      'The key of the films allows every CloudFront distribution of the account to decrypt. The buckets, without which there is nothing to decrypt, allow only this one.',
      source('lib/constructs/content-bucket.ts', "distributionArn(this, '*')"),
      test('lib/storage', 'is read by the distribution of this stage only, and only by name'),
    ),
    claim(
      'Logs are encrypted with CloudWatch’s own key, not with a key of the stage.',
      noProperty('prod', 'MediaPipeline', 'AWS::Logs::LogGroup', 'KmsKeyId'),
      noProperty('prod', 'Api', 'AWS::Logs::LogGroup', 'KmsKeyId'),
    ),
    claim(
      'The templates contain no detective service (GuardDuty, Security Hub, CloudTrail data events).',
      noResource('prod', 'AWS::GuardDuty::Detector'),
      noResource('prod', 'AWS::CloudTrail::Trail'),
    ),
    claim(
      'Every program of the person who runs the laptop can read its keys and its data. It is intended for one person’s machine.',
      source('SECURITY.md', "`npm start` is for one person's machine"),
    ),
  ],
};
