import { stages } from '../../lib/stages';
import { resourcesOf, synthesized } from './synthesis';

interface Statement {
  readonly Action: string | string[];
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

describe.each(Object.keys(stages))('%s', (stage) => {
  const { templates } = synthesized(stage);

  test('has two keys in each region that holds data, and one for the topic of alarms in us-east-1', () => {
    const keys = resourcesOf(templates, 'AWS::KMS::Key').map(([name]) => name.replace(/[0-9A-F]{8}$/, ''));
    expect(keys.sort()).toEqual([
      'edgeMonitoring.Key',
      ...['replica.ContentKey', 'replica.DataKey', 'storage.ContentKey', 'storage.DataKey'],
    ]);
  });

  test('grants a key to a role for one service, with known exceptions', () => {
    const unbound = resourcesOf(templates, 'AWS::IAM::Policy').flatMap(([name, { Properties }]) =>
      (Properties.PolicyDocument.Statement as Statement[])
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')))
        .filter(({ Condition }) => !Condition?.StringEquals?.['kms:ViaService'])
        .map(({ Action }) => `${name.replace(/DefaultPolicy[0-9A-F]{8}$/, '')}: ${[Action].flat().join(' ')}`),
    );
    expect(unbound.sort()).toEqual([
      'personalization.DataRole: kms:CreateGrant kms:Decrypt kms:DescribeKey kms:GenerateDataKey kms:ListGrants',
      // Encrypting, not decrypting: Transcribe writes by the key it is given.
      'pipeline.SpeechTranscribeRole: kms:DescribeKey kms:Encrypt',
      'pipeline.SpeechTranscriptionRole: kms:DescribeKey kms:Encrypt',
      ...['Content', ...(stages[stage]?.secondCopies ? ['Lake', 'Uploads'] : [])].flatMap((bucket) => [
        `storage.${bucket}ReplicationRole: kms:Decrypt`,
        `storage.${bucket}ReplicationRole: kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt*`,
      ]),
    ]);
  });
});

test('a role that reads one bucket can have S3 decrypt nothing of another that has the same key', () => {
  const { templates } = synthesized('dev');
  const inspect = resourcesOf(templates, 'AWS::IAM::Policy').find(([name]) => /^pipeline\.InspectRole/.test(name));
  const statements = JSON.stringify(inspect?.[1].Properties.PolicyDocument);
  expect(statements).toMatch(/"kms:EncryptionContext:aws:s3:arn":\[\{"Fn::GetStackOutput":[^\]]*Uploads/);
  expect(statements).not.toMatch(/EncryptionContext[^\]]*Content8/);
});

test('the assets table has the indexes of all lists from the start', () => {
  const { templates } = synthesized('prod');
  const [, assets] = resourcesOf(templates, 'AWS::DynamoDB::GlobalTable').find(([name]) => /Assets/.test(name)) ?? [];
  const indexes = assets?.Properties.GlobalSecondaryIndexes as {
    IndexName: string;
    KeySchema: { AttributeName: string }[];
  }[];
  expect(
    indexes.map(({ IndexName, KeySchema }) => [IndexName, ...KeySchema.map((key) => key.AttributeName)].join(' ')),
  ).toEqual([
    'byCreation kind createdAt',
    'byOwner ownerId createdAt',
    'byPublication catalogue publishedAt',
    'byGenre genre publishedAt',
    'byOwnerAndStatus ownerStatus createdAt',
  ]);
});
