import type { Kept } from '../keep';

/** Statements that CDK's grants add to used ones. */
export const writtenByCdk: readonly Kept[] = [
  {
    holder: '*:root',
    policy: ['Replica/DataKey', 'EdgeMonitoring/Key'],
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
    reason: 'A secret with a key adds this statement to the key policy, which already delegates decisions to IAM.',
  },
  {
    holder: '*Role',
    resource: 'arn:aws:lambda:*:$LATEST',
    ground: 'cdk',
    reason: 'grantInvokeLatestVersion names the function with and without its version; workflows call it without one.',
  },
  {
    holder: '*Role',
    action: 'states:SendTaskHeartbeat',
    ground: 'cdk',
    reason: 'grantTaskResponse allows all three responses to a task. A heartbeat only prolongs a wait.',
  },
];
