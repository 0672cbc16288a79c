import { claim, noFile, noProperty, noResource, noText, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const security: Pillar = {
  name: 'Security',
  holds: [
    claim(
      'Every route asks the authorizer, and every route is in one table of who may do what.',
      test('lib/api', 'every route asks the authorizer'),
      test(
        'lib/api',
        'every route of the API is in the table of who may do what, and every one of the table is in the API',
      ),
    ),
    claim(
      'Forged, expired, foreign and altered tokens are refused without a reason; ids of others’ assets are answered like ids that do not exist.',
      test('lambda/auth/attacks', 'is refused, without a word: $name'),
      test('lambda/auth/attacks', 'guessed for %s is answered like one of somebody else’s'),
    ),
    claim(
      'Passwords never pass the API; sign-in is by code and PKCE or by SRP, and a second factor is offered to all.',
      test('lib/auth', 'in %s no flow sends a password to an API, or a token to an address'),
      template('prod', 'Auth', 'Users', 'EnabledMfas.0', 'SOFTWARE_TOKEN_MFA'),
    ),
    claim(
      'No role is allowed all actions, or an action on everything that has a name; every statement is compared with AWS’s Service Authorization Reference.',
      test('lib/stacks', 'are never allowed all actions, or an action on everything that has a name'),
      test('checks/permissions', 'every exception is needed by a stage or by the local IAM'),
    ),
    claim(
      'All data are encrypted at rest: sources, films, tables, lake, streams and secrets by keys of the stage that rotate, and a grant of a key names the service that it is for.',
      test('lib/stacks', 'every key rotates'),
      test('lib/stacks', '$id is versioned, encrypted and closed to the public'),
      test('lib/keys', 'grants a key to a role for one service, with known exceptions'),
    ),
    claim('Buckets refuse requests without TLS.', test('lib/stacks', '$id refuses requests without TLS')),
    claim(
      'Films open by the signature of a session that is bound to its asset; an ended session is refused at the edge.',
      test('lambda/delivery/playback', 'signs for this session and this asset alone, until the session ends'),
      test('local/test/services/cloudfront/attacks', 'nothing opens: $name'),
      test('local/test/services/cloudfront/attacks', 'an ended session is refused by the function'),
    ),
    claim(
      'The web ACL has AWS’s managed rules and a rate per address, and stands before page, API and films.',
      test('lib/delivery', 'the firewall stands before it, and limits what one address may ask'),
      template('prod', 'Edge', 'Firewall', 'Rules.*.Name', 'RateLimit'),
    ),
    claim(
      'The page runs its own scripts only, by a content security policy.',
      test(
        'lib/delivery',
        'the page may run its own scripts, talk to Cognito and to uploads, and play what it has buffered',
      ),
    ),
    claim(
      'Secrets are made in the account, are not in templates, and are redacted in logs.',
      test('lib/delivery', 'the private key is never in the template, nor a password in its place'),
      test('lambda/shared/log', 'secrets are redacted, however deep'),
    ),
    claim(
      'A denied call is counted, whatever the caller sees of it.',
      test('lambda/shared/denials', 'every client of every function is watched'),
    ),
    claim(
      'Packages are pinned by checksum, run no scripts at install, and are listed as CycloneDX.',
      test('scripts/install', 'every package is pinned by a checksum'),
      test('scripts/install', 'npm runs no script of any package at install, here and in a clone'),
      test('scripts/sbom', 'npm run sbom lists what is deployed and what is not, each with its version'),
    ),
  ],
  gaps: [
    claim(
      'The API’s own `execute-api` address is open beside the distribution, and so is a way around the web ACL; the authorizer and the throttles hold there.',
      noProperty('prod', 'Delivery', 'PublicApi', 'DisableExecuteApiEndpoint'),
      noResource('prod', 'AWS::WAFv2::WebACLAssociation'),
    ),
    claim(
      'The user pool has no web ACL and no threat protection: sign-up, resend and forgotten password have Cognito’s own limits only.',
      noResource('prod', 'AWS::WAFv2::WebACLAssociation'),
      noProperty('prod', 'Auth', 'Users', 'UserPoolAddOns'),
    ),
    claim(
      'The web ACL’s rate counts addresses, and API throttles count all callers of a route together: requests without a valid token use up the rate of signed-in viewers.',
      noText('lib/edge-stack.ts', 'CUSTOM_KEYS'),
      source(
        'lambda/shared/routes.ts',
        "How much of the API's request rate all callers of the route may take together",
      ),
    ),
    claim(
      'Presigned addresses of parts do not sign the length: a part can be longer than agreed, and is refused when the upload is closed, after it was stored.',
      source('lambda/api/source-store.client.ts', 'new UploadPartCommand({ ...at(id), UploadId, PartNumber })'),
      test('lambda/api/uploads', 'names the parts that are missing or of another length'),
    ),
    claim(
      'Watch events are not compared with a playback session, so that an account can report films that it never played; the limit of 600 events a minute is not atomic between parallel batches.',
      noText('lambda/interactions', 'SESSIONS_TABLE'),
      test('lambda/interactions/events', 'in two batches at once is known from then on, whichever was noted first'),
    ),
    claim(
      'A film whose container does not state its length is not held to the limit of length.',
      source('lambda/media-pipeline/intake/inspect.ts', 'durationSeconds !== undefined &&'),
    ),
    claim(
      'Ending a session reads the whole list of ended sessions whenever it has grown by a hundred, inside the viewer’s request.',
      source('lambda/delivery/revocations.client.ts', 'paginateListKeys'),
    ),
    claim(
      'Creators have no quota of open uploads, hours of source, languages or retries.',
      noText('lib/config.ts', 'PerDay'),
      noText('lib/config.ts', 'openUploads'),
    ),
    claim(
      'Age limits are chosen by the viewer; rows of recommendations respect them, playback does not ask.',
      noText('lambda/delivery', 'ageLimit'),
    ),
    claim(
      'The content bucket and its key let in every CloudFront distribution of the account, not this one alone.',
      source('lib/constructs/content-bucket.ts', 'distribution/*'),
    ),
    claim(
      'Logs are encrypted by CloudWatch’s own key, and not by a key of the stage.',
      noProperty('prod', 'MediaPipeline', 'AWS::Logs::LogGroup', 'KmsKeyId'),
      noProperty('prod', 'Api', 'AWS::Logs::LogGroup', 'KmsKeyId'),
    ),
    claim(
      'There is no threat model as a document, and no detective service (GuardDuty, Security Hub, CloudTrail data events) in the templates.',
      noFile('docs/threats.md'),
      noResource('prod', 'AWS::GuardDuty::Detector'),
      noResource('prod', 'AWS::CloudTrail::Trail'),
    ),
    claim(
      'On the laptop, the AWS port accepts any Host and Origin, with access keys that are known: it is for one person’s machine.',
      source('SECURITY.md', "`npm start` is for one person's machine"),
    ),
  ],
};
