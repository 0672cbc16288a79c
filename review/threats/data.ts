import { noResource, template, test } from '../evidence/evidence';
import { accepted, covered, type Threats } from './threat';

export const data: Threats = {
  boundary: 'data',
  threats: [
    covered(
      'S',
      'A function acts as another one.',
      'Each function has a role of its own, with exact actions on exact resources.',
      test('lib/stacks', 'are never allowed all actions, or an action on everything that has a name'),
      test('checks/permissions', 'every exception is needed by a stage or by the local IAM'),
    ),
    covered(
      'T',
      'Data are changed on their way, by plain HTTP.',
      'Buckets refuse requests without TLS.',
      test('lib/stacks', '$id refuses requests without TLS'),
    ),
    covered(
      'I',
      'Data at rest are read beside their service.',
      'Keys of the stage encrypt all data and rotate; a role uses a key only through the service of the data.',
      test('lib/stacks', '$id is versioned, encrypted and closed to the public'),
      test('lib/keys', 'grants a key to a role for one service, with known exceptions'),
    ),
    covered(
      'I',
      'Deleted data remain in a copy, or come back from a backup.',
      'An erasure searches every store in both regions before it is certified, and a recovery leaves out assets and viewers with a certificate.',
      test('journeys/erasure', 'leaves a certificate, and nothing else that can be found'),
      test('journeys/erasure', 'have nothing of them when the windows have ended'),
      test('ops/recovery/table', 'does not come back with a restored table'),
    ),
    covered(
      'I',
      'Secrets appear in templates or logs.',
      'Secrets are created in the account, and log members with names of secrets are redacted.',
      test('lib/delivery', 'the private key is never in the template, nor a password in its place'),
      test('lambda/shared/log', 'secrets are redacted, however deep'),
    ),
    accepted(
      'R',
      'Reads of objects and of tables by an operator are not recorded.',
      'CloudTrail is set up for an account and not for a stage; server access logs of the buckets record requests.',
      noResource('prod', 'AWS::CloudTrail::Trail'),
      template('prod', 'Storage', 'Uploads', 'LoggingConfiguration.LogFilePrefix', 'uploads/'),
    ),
    accepted(
      'D',
      'The first region fails.',
      'films play from the replica; what else fails, and how it is restored, is in [the failure of a region](review/region-failure.md).',
    ),
  ],
};
