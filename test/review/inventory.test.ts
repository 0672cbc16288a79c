import type { Assembly } from '../../checks';
import type { Resource, Stack } from '../../checks/assembly';
import { kindOf } from '../../review/inventory/kinds';
import { lifecycleOf } from '../../review/inventory/lifecycle';
import { logRows } from '../../review/inventory/logs';
import { storeRows } from '../../review/inventory/rows';

const stack = (part: string, region: string, Resources: Readonly<Record<string, Resource>>): Stack => ({
  name: `OmniStream-prod-${part}`,
  region,
  terminationProtection: false,
  templateBytes: 0,
  dependsOn: [],
  template: { Resources },
});

const bucket: Resource = {
  Type: 'AWS::S3::Bucket',
  DeletionPolicy: 'RetainExceptOnCreate',
  Properties: {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    VersioningConfiguration: { Status: 'Enabled' },
  },
};

const reader = (name: string, bucketId: string): Readonly<Record<string, Resource>> => ({
  [`${name}Role0000AAAA`]: { Type: 'AWS::IAM::Role', Properties: {} },
  [`${name}Policy0000AAAA`]: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      Roles: [{ Ref: `${name}Role0000AAAA` }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 's3:GetObject',
            Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucketId, 'Arn'] }, '/uploads/*']] },
          },
        ],
      },
    },
  },
});

const assembly = (...stacks: Stack[]): Assembly => ({ stage: 'prod', stacks });

test('a store has its encryption, backup, region, readers and fate from the template', () => {
  const [row] = storeRows(
    assembly(stack('Storage', 'eu-west-1', { Uploads0123ABCD: bucket, ...reader('Inspect', 'Uploads0123ABCD') })),
  );
  expect([row?.name, ...(row?.cells.slice(1) ?? [])]).toEqual([
    'Storage/Uploads',
    'S3',
    'until deleted',
    'versions',
    'eu-west-1',
    '`Storage/Inspect`',
    'retained',
  ]);
});

test('who reads one of two buckets that have one logical id in two stacks does not read the other', () => {
  const rows = storeRows(
    assembly(
      stack('Replica', 'eu-central-1', { Content0123ABCD: bucket, ...reader('Copy', 'Content0123ABCD') }),
      stack('Storage', 'eu-west-1', { Content0123ABCD: bucket, ...reader('Publish', 'Content0123ABCD') }),
    ),
  );
  expect(rows.map(({ name, cells }) => [name, cells[5]])).toEqual([
    ['Replica/Content', '`Replica/Copy`'],
    ['Storage/Content', '`Storage/Publish`'],
  ]);
});

test('a store that is not described fails by its name', () => {
  expect(() => storeRows(assembly(stack('Storage', 'eu-west-1', { Secret0123ABCD: bucket })))).toThrow(
    'inventory: Storage/Secret has no description',
  );
});

test('a type of which nothing is known fails by its name', () => {
  expect(() => kindOf('AWS::RDS::DBCluster')).toThrow('AWS::RDS::DBCluster is missing in');
});

test('a log group that nothing writes to fails by its name', () => {
  const group = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 14 } };
  expect(() => logRows(assembly(stack('Api', 'eu-west-1', { Lost0123ABCD: group })))).toThrow(
    'inventory: nothing writes to the log group Lost',
  );
});

test('lifecycle rules are put into words', () => {
  expect(
    lifecycleOf([
      { Prefix: 'results/', ExpirationInDays: 7 },
      { Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 1 }] },
      { NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
    ]),
  ).toBe('`results/` 7 days; the rest until deleted; to STANDARD_IA after 1 day; old versions 30 days');
  expect(lifecycleOf([{ ExpirationInDays: 14 }])).toBe('14 days');
  expect(lifecycleOf(undefined)).toBe('until deleted');
});
