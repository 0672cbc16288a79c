import type { Assembly } from '../../../checks';
import { allowancesIn, keyOf } from '../../../review/permissions/allowances';

const template = (stage: string) => ({
  Resources: {
    Films1234ABCD: { Type: 'AWS::S3::Bucket' },
    Role5678EF01: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    Policy9ABC2345: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'Role5678EF01' }],
        PolicyDocument: {
          Statement: [
            { Effect: 'Deny', Action: '*', Resource: '*' },
            {
              Effect: 'Allow',
              Action: ['s3:GetObject', 's3:PutObject'],
              Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Films1234ABCD', 'Arn'] }, '/*']] },
              Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'a:stage': stage } },
            },
          ],
        },
      },
    },
  },
});

const assembly = (stage: string): Assembly => ({
  stage,
  stacks: ['Media', 'Replica'].map((part) => ({
    ...{ name: `OmniStream-${stage}-${part}`, region: 'eu-west-1', terminationProtection: false, templateBytes: 0 },
    template: template(stage),
  })),
});

test('an allowance names role, action, resource and condition by constructs', () => {
  const [first, second] = allowancesIn(assembly('dev'));
  expect(first).toMatchObject({
    holder: 'Media/Role',
    policy: 'Media/Policy',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::MediaFilms/*',
    when: 'aws:SourceAccount = {account}; a:stage = {stage}',
    statement: 1,
    resourceIndex: 0,
  });
  expect(second?.action).toBe('s3:PutObject');
});

test('buckets of one name in two stacks are told apart, for their ARNs have no region', () => {
  expect([...new Set(allowancesIn(assembly('dev')).map(({ resource }) => resource))]).toEqual([
    'arn:aws:s3:::MediaFilms/*',
    'arn:aws:s3:::ReplicaFilms/*',
  ]);
});

test('the same statement of another stage is the same allowance', () => {
  expect(allowancesIn(assembly('dev-drm')).map(keyOf)).toEqual(allowancesIn(assembly('dev')).map(keyOf));
});
