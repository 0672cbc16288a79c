import { Match } from 'aws-cdk-lib/assertions';
import { viewersTable } from '../support/viewers-table';
import { resourcesOf, synthesized } from './synthesis';

const { templates } = synthesized('dev');
const { storage } = templates;

interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Principal: { readonly Service?: string };
  readonly Condition: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

const fromReplica = (name: string) => ({
  'Fn::GetStackOutput': {
    StackName: 'OmniStream-dev-Replica',
    Region: 'eu-central-1',
    OutputName: Match.stringLikeRegexp(name),
  },
});

test('content is replicated to the second region: encrypted objects, under its key there, and deletions too', () => {
  storage.hasResourceProperties('AWS::S3::Bucket', {
    ReplicationConfiguration: {
      Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('ReplicationRole'), 'Arn'] },
      Rules: [
        {
          Status: 'Enabled',
          Priority: 1,
          DeleteMarkerReplication: { Status: 'Enabled' },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
          Destination: {
            Bucket: fromReplica('Content'),
            EncryptionConfiguration: { ReplicaKmsKeyID: fromReplica('ContentKey') },
          },
        },
      ],
    },
  });
});

describe.each([
  ['in the first region', templates.delivery, templates.storage],
  ['in the second region', templates.replicaAccess, templates.replica],
])('content %s', (_, access, home) => {
  const policies = (template: typeof access) => resourcesOf({ template }, 'AWS::S3::BucketPolicy');
  const [, policy] = policies(access).find(([id]) => id.includes('ContentPolicy')) ?? [];
  const statements: Statement[] = policy?.Properties.PolicyDocument.Statement;

  test('is read by the distribution of this stage only, and only by name', () => {
    const [statement, ...others] = statements.filter(
      ({ Principal }) => Principal.Service === 'cloudfront.amazonaws.com',
    );
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 's3:GetObject' });
    const arn = JSON.stringify(statement?.Condition.StringEquals?.['AWS:SourceArn']);
    expect(arn).toContain(':distribution/');
    expect(arn).toContain('ScreenDistribution');
    expect(arn).not.toContain('*');
  });

  test('has this policy alone, which refuses plain HTTP', () => {
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toHaveLength(2);
    expect(policies(home).map(([, { Properties }]) => JSON.stringify(Properties.Bucket))).not.toContainEqual(
      expect.stringMatching(/"Content/),
    );
  });
});

test('uploads tell EventBridge of what arrives', () => {
  storage.hasResourceProperties('AWS::S3::Bucket', {
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  });
});

test('a page may put parts of an upload from anywhere, and nothing else', () => {
  storage.hasResourceProperties('AWS::S3::Bucket', {
    CorsConfiguration: { CorsRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'], ExposedHeaders: ['ETag'] }] },
  });
});

test('the assets table is in both regions, and read by creation and by owner', () => {
  storage.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: Match.arrayWith([
      Match.objectLike({
        IndexName: 'byCreation',
        KeySchema: [
          { AttributeName: 'kind', KeyType: 'HASH' },
          { AttributeName: 'createdAt', KeyType: 'RANGE' },
        ],
      }),
      Match.objectLike({
        IndexName: 'byOwner',
        KeySchema: [
          { AttributeName: 'ownerId', KeyType: 'HASH' },
          { AttributeName: 'createdAt', KeyType: 'RANGE' },
        ],
      }),
    ]),
    Replicas: Match.arrayWith([
      Match.objectLike({ Region: 'eu-central-1', SSESpecification: { KMSMasterKeyId: fromReplica('DataKey') } }),
      Match.objectLike({ Region: 'eu-west-1' }),
    ]),
  });
});

test('viewers are found by their pseudonym, by an index that has nothing but the keys', () => {
  const [table] = Object.values(storage.findResources('AWS::DynamoDB::GlobalTable')).filter(({ Properties }) =>
    JSON.stringify(Properties.AttributeDefinitions).includes('pseudonym'),
  );
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table?.Properties ?? {};
  const { BillingMode: _, ...wanted } = viewersTable;
  expect({ AttributeDefinitions, KeySchema, GlobalSecondaryIndexes }).toEqual(wanted);
});

test('jobs and sessions are forgotten when they have expired; sessions are read by user', () => {
  const tables = Object.values(
    storage.findResources('AWS::DynamoDB::GlobalTable', {
      Properties: { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    }),
  );
  expect(tables.map(({ Properties }) => Properties.GlobalSecondaryIndexes?.[0].IndexName)).toEqual([
    undefined,
    'byUser',
  ]);
});
