import { claim, noFile, noProperty, noResource, noText, source, template, test } from '../evidence/evidence';
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
      test('lambda/shared/denials', 'every client of every function is watched'),
    ),
    claim(
      'Packages are pinned by checksum, run no scripts at installation, and are listed as CycloneDX.',
      test('scripts/install', 'every package is pinned by a checksum'),
      test('scripts/install', 'npm runs no script of any package at install, here and in a clone'),
      test('scripts/sbom', 'npm run sbom lists what is deployed and what is not, each with its version'),
    ),
  ],
  gaps: [
    claim(
      'The API’s own `execute-api` address is reachable beside the distribution and bypasses the web ACL. The authorizer and the throttles apply there.',
      noProperty('prod', 'Delivery', 'PublicApi', 'DisableExecuteApiEndpoint'),
      noResource('prod', 'AWS::WAFv2::WebACLAssociation'),
    ),
    claim(
      'The user pool has no web ACL and no threat protection. Only Cognito’s own limits apply to sign-up, resend and forgotten password.',
      noResource('prod', 'AWS::WAFv2::WebACLAssociation'),
      noProperty('prod', 'Auth', 'Users', 'UserPoolAddOns'),
    ),
    claim(
      'The web ACL limits the rate per address, and the API’s throttles count all callers of a route together. Requests without a valid token use up the rate of signed-in viewers.',
      noText('lib/edge-stack.ts', 'CUSTOM_KEYS'),
      source(
        'lambda/shared/routes.ts',
        "The share of the API's request rate that all callers of the route may use together",
      ),
    ),
    claim(
      'Presigned addresses of parts do not include the length. A part can be longer than announced, and is refused only when the upload is completed, after it was stored.',
      source('lambda/api/source-store.client.ts', 'new UploadPartCommand({ ...this.at(id), UploadId, PartNumber })'),
      test('lambda/api/uploads', 'names the parts that are missing or of another length'),
    ),
    claim(
      'Watch events are not compared with playback sessions, so a user can report films that they never played. The limit of 600 events a minute is not atomic for parallel batches.',
      noText('lambda/interactions', 'SESSIONS_TABLE'),
      test('lambda/interactions/events', 'in two batches at once is known from then on, whichever was noted first'),
    ),
    claim(
      'The limit of length does not apply to a film whose container has no length.',
      source('lambda/media-pipeline/intake/inspect.ts', 'durationSeconds !== undefined &&'),
    ),
    claim(
      'Creators have no quotas for open uploads, hours of source, languages or retries.',
      noText('lib/config.ts', 'PerDay'),
      noText('lib/config.ts', 'openUploads'),
    ),
    claim(
      'Viewers set their own age limits. Rows of recommendations respect them, but playback does not check them.',
      noText('lambda/delivery', 'ageLimit'),
    ),
    claim(
      'The content bucket and its key allow every CloudFront distribution of the account, not only this one.',
      source('lib/constructs/content-bucket.ts', 'distribution/*'),
    ),
    claim(
      'Logs are encrypted with CloudWatch’s own key, not with a key of the stage.',
      noProperty('prod', 'MediaPipeline', 'AWS::Logs::LogGroup', 'KmsKeyId'),
      noProperty('prod', 'Api', 'AWS::Logs::LogGroup', 'KmsKeyId'),
    ),
    claim(
      'There is no document with a threat model, and the templates contain no detective service (GuardDuty, Security Hub, CloudTrail data events).',
      noFile('docs/threats.md'),
      noResource('prod', 'AWS::GuardDuty::Detector'),
      noResource('prod', 'AWS::CloudTrail::Trail'),
    ),
    claim(
      'On the laptop, the AWS port accepts any Host and Origin, and its access keys are public. It is intended for one person’s machine.',
      source('SECURITY.md', "`npm start` is for one person's machine"),
    ),
  ],
};
