import { Match } from 'aws-cdk-lib/assertions';
import { synthesized } from './synthesis';

const { templates } = synthesized('dev');
const { storage, replica } = templates;

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

test.each([
  ['storage', storage],
  ['replica', replica],
])('%s: only distributions of this account read content, and only by name', (_, template) => {
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectEquals({
          Sid: 'Distributions',
          Effect: 'Allow',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Action: 's3:GetObject',
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Content'), 'Arn'] }, '/*']] },
          Condition: {
            ArnLike: {
              'AWS:SourceArn': { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'AWS::AccountId' }, ':distribution/*'])] },
            },
          },
        }),
      ]),
    },
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
