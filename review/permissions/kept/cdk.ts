import type { Kept } from '../keep';

/** What CDK's own grants write together with what is used. */
export const writtenByCdk: readonly Kept[] = [
  {
    holder: '*:root',
    policy: 'Replica/DataKey',
    ground: 'cdk',
    reason:
      "The default policy of a key leaves decisions to the account's IAM; without it the key could not be managed.",
  },
  {
    holder: '*:root',
    policy: 'Storage/ContentKey',
    action: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    when: 'kms:ViaService = secretsmanager.*',
    ground: 'cdk',
    reason: 'A secret with a key adds this statement to the policy of the key, which already leaves decisions to IAM.',
  },
  {
    holder: '*Role',
    resource: 'arn:aws:lambda:*:$LATEST',
    ground: 'cdk',
    reason: 'grantInvokeLatestVersion names the function with and without its version; the workflows call it without.',
  },
  {
    holder: '*Role',
    action: 'states:SendTaskHeartbeat',
    ground: 'cdk',
    reason: 'grantTaskResponse gives all three answers to a task, of which heartbeats only prolong a wait.',
  },
];
