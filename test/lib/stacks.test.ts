import { withoutHash } from '../support/templates/names';
import { expectNames, resourceNames } from './resource-names';
import { type Resource, resourcesOf, synthesized } from './synthesis';

const { stacks, templates } = synthesized('dev');
const of = (type: string) => resourcesOf(templates, type);
const properties = (type: string) => of(type).map(([id, { Properties }]) => ({ id, ...Properties }));
const idsOf = (resources: readonly { readonly id: string }[]) => resources.map(({ id }) => id);

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}
const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const statementsOf = (policy: { readonly Statement: Statement[] }) => policy.Statement;

describe('every bucket', () => {
  const buckets = properties('AWS::S3::Bucket');

  test.each(buckets)('$id is versioned, encrypted and closed to the public', (bucket) => {
    expect(bucket.VersioningConfiguration.Status).toBe('Enabled');
    expect(bucket.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
    expect(Object.values(bucket.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
  });

  test.each(buckets)('$id refuses requests without TLS', ({ id }) => {
    const [stack, bucket] = id.split('.');
    // The policy of a bucket of films is in the stack that knows the distribution.
    const isOutput = ({ StackName = '', OutputName = '' }) =>
      StackName.toLowerCase().endsWith(`-${stack}`) && OutputName.includes(`Ref${bucket}`);
    const policy = properties('AWS::S3::BucketPolicy').find(({ id: policyId, Bucket }) =>
      Bucket.Ref ? policyId.startsWith(`${stack}.`) && Bucket.Ref === bucket : isOutput(Bucket['Fn::GetStackOutput']),
    );
    expect(statementsOf(policy.PolicyDocument)).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test.each(buckets)('$id drops what an interrupted upload left', ({ LifecycleConfiguration }) => {
    const days = LifecycleConfiguration.Rules.map(
      (rule: { AbortIncompleteMultipartUpload?: { DaysAfterInitiation: number } }) =>
        rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    );
    expect(days).toContain(7);
  });

  test.each(buckets.filter(({ id }) => /Uploads|Content|\.Lake/.test(id)))(
    '$id has a key of our own, and no access control lists',
    (bucket) => {
      const [{ BucketKeyEnabled, ServerSideEncryptionByDefault }] =
        bucket.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(BucketKeyEnabled).toBe(true);
      expect(ServerSideEncryptionByDefault).toMatchObject({
        SSEAlgorithm: 'aws:kms',
        KMSMasterKeyID: { 'Fn::GetAtt': [expect.stringContaining('Key'), 'Arn'] },
      });
      expect(bucket.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    },
  );
});

test('every key rotates', () => {
  const keys = properties('AWS::KMS::Key');
  expect(keys.length).toBeGreaterThan(0);
  expect(idsOf(keys.filter(({ EnableKeyRotation }) => EnableKeyRotation !== true))).toEqual([]);
});

test('every table is encrypted by a key of ours in each region, and can be brought back', () => {
  const tables = properties('AWS::DynamoDB::GlobalTable');
  expectNames(resourceNames(templates, 'AWS::DynamoDB::GlobalTable'), [
    'storage.Activity',
    'storage.Assets',
    'storage.Erasures',
    'storage.Jobs',
    'storage.Rankings',
    'storage.Sessions',
    'storage.Usage',
    'storage.Viewers',
  ]);
  for (const { Replicas, SSESpecification } of tables) {
    expect(SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    for (const replica of Replicas) {
      expect(replica.SSESpecification.KMSMasterKeyId).toBeDefined();
      expect(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
    }
  }
});

test('every log group forgets', () => {
  const groups = properties('AWS::Logs::LogGroup');
  expect(groups.length).toBeGreaterThanOrEqual(15);
  expect(idsOf(groups.filter(({ RetentionInDays }) => RetentionInDays !== 14))).toEqual([]);
});

test('the functions are these', () => {
  expectNames(
    resourceNames(templates, 'AWS::Lambda::Function').map((name) => name.replace(/Function$/, '')),
    [
      ...['Assets', 'Events', 'Insights', 'Me', 'Recommendations', 'Uploads'].map((name) => `api.${name}`),
      'auth.PreToken',
      'delivery.Authorizer',
      'delivery.Playback',
      'delivery.SessionSweep',
      'delivery.SignedManifestsMaker',
      'delivery.SigningKeysMaker',
      'delivery.SitePublisher',
      ...['EraseAssetStep', 'EraseViewerStep', 'Erasures', 'Resume'].map((name) => `erasure.${name}`),
      'personalization.LifecycleImportFile',
      'personalization.LifecycleLoad',
      'personalization.SyncHandler',
      'pipeline.Fail',
      'pipeline.Ingest',
      'pipeline.Inspect',
      'pipeline.JobFinished',
      'pipeline.PlanLadder',
      'pipeline.Publish',
      'pipeline.ReconcilerReconcile',
      'pipeline.SpeechCaptions',
      'pipeline.SpeechDub',
      'pipeline.SpeechExtractSound',
      'pipeline.SpeechTranscodeDub',
      'pipeline.SpeechTranscribe',
      'pipeline.SpeechTranslate',
      'pipeline.Transcode',
    ],
  );
});

test('every function is traced, logs to a group of its own and runs the newest Node.js on arm64', () => {
  const settings = properties('AWS::Lambda::Function').map(
    ({ id, TracingConfig, LoggingConfig, Runtime, Architectures }) =>
      `${id}: ${TracingConfig?.Mode}, ${/Log/.test(LoggingConfig?.LogGroup?.Ref)}, ${Runtime}, ${Architectures}`,
  );
  expect(settings.filter((text) => !text.endsWith(': Active, true, nodejs24.x, arm64'))).toEqual([]);
});

describe('roles', () => {
  // What has no resource to name, and says so where it is granted.
  const withoutResource =
    /^(xray|logs):|^(mediaconvert:Probe|polly:SynthesizeSpeech|translate:TranslateText|cloudwatch:GetMetricData|comprehend:DetectDominantLanguage|dynamodb:ListStreams|personalize:(?:PutEvents|ListDataDeletionJobs)|transcribe:(?:StartTranscriptionJob|ListTranscriptionJobs))$/;

  test('are never allowed all actions, or an action on everything that has a name', () => {
    const wide = properties('AWS::IAM::Policy').flatMap(({ id, PolicyDocument }) =>
      statementsOf(PolicyDocument).flatMap(({ Action, Resource }) =>
        listOf(Action)
          .filter((action) => /^\*$|^\w+:\*$/.test(action) || (Resource === '*' && !withoutResource.test(action)))
          .map((action) => `${id} ${action}`),
      ),
    );
    expect(wide).toEqual([]);
  });

  test('hold no policies that AWS manages', () => {
    expect(idsOf(properties('AWS::IAM::Role').filter(({ ManagedPolicyArns }) => ManagedPolicyArns))).toEqual([]);
  });

  test('of MediaConvert serve this account only, and are passed to MediaConvert only', () => {
    const [encoder] = properties('AWS::IAM::Role').filter(({ id }) => id.includes('Encoder'));
    expect(encoder.AssumeRolePolicyDocument.Statement[0].Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    });
    const passes = properties('AWS::IAM::Policy').flatMap(({ id, PolicyDocument }) =>
      statementsOf(PolicyDocument)
        .filter(({ Action }) => listOf(Action).includes('iam:PassRole'))
        .map((statement) => ({ name: withoutHash(id), ...statement })),
    );
    const onlyThere = { StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } };
    const ofEncoder = passes.filter(({ Resource }) => JSON.stringify(Resource).includes('Encoder'));
    const conditions = Object.fromEntries(ofEncoder.map(({ name, Condition }) => [name, Condition]));
    expect(conditions).toEqual({
      'pipeline.SpeechExtractSoundRoleDefaultPolicy': onlyThere,
      'pipeline.SpeechTranscodeDubRoleDefaultPolicy': onlyThere,
      'pipeline.TranscodeRoleDefaultPolicy': onlyThere,
    });
  });
});

test('no resource has a physical name, which would stand in the way of its replacement', () => {
  const names: Record<string, string> = {
    'AWS::S3::Bucket': 'BucketName',
    'AWS::DynamoDB::GlobalTable': 'TableName',
    'AWS::Lambda::Function': 'FunctionName',
    'AWS::IAM::Role': 'RoleName',
    'AWS::SQS::Queue': 'QueueName',
    'AWS::SNS::Topic': 'TopicName',
    'AWS::Events::Rule': 'Name',
    'AWS::StepFunctions::StateMachine': 'StateMachineName',
    'AWS::Logs::LogGroup': 'LogGroupName',
    'AWS::SecretsManager::Secret': 'Name',
    'AWS::Cognito::UserPool': 'UserPoolName',
    'AWS::MediaConvert::Queue': 'Name',
  };
  const named = Object.entries(names).flatMap(([type, property]) => {
    expect(of(type)).not.toEqual([]);
    return idsOf(properties(type).filter((resource) => resource[property] !== undefined));
  });
  expect(named).toEqual([]);
});

test('CDK adds no functions or resources of its own making', () => {
  const custom = Object.entries(templates).flatMap(([, template]) =>
    Object.values(template.toJSON().Resources as Record<string, Resource>)
      .map(({ Type }) => Type)
      .filter((type) => /^Custom::|CustomResource/.test(type)),
  );
  expect(custom.sort()).toEqual(['Custom::SigningKey', 'Custom::Site']);
});

describe('the stateful stacks', () => {
  const stateful =
    /^AWS::(S3::Bucket|DynamoDB::GlobalTable|KMS::Key|Cognito::UserPool|Cognito::UserPoolClient|Cognito::UserPoolGroup)$/;

  // Another logical id is another resource: the old one, with all that is in it, would be left behind or lost.
  test.each(['auth', 'storage', 'replica'] as const)('%s: logical ids stay', (name) => {
    const resources = templates[name].toJSON().Resources as Record<string, Resource>;
    const ids = Object.entries(resources)
      .filter(([, { Type }]) => stateful.test(Type))
      .map(([id, { Type }]) => `${Type} ${id}`);
    expect(ids.sort()).toMatchSnapshot();
  });
});

describe('the stacks', () => {
  test('are named after their stage and part, and placed where they belong', () => {
    expect(Object.values(stacks).map(({ stackName, region }) => `${stackName} ${region}`)).toEqual([
      'OmniStream-dev-Edge us-east-1',
      'OmniStream-dev-Auth eu-west-1',
      'OmniStream-dev-Replica eu-central-1',
      'OmniStream-dev-Storage eu-west-1',
      'OmniStream-dev-Analytics eu-west-1',
      'OmniStream-dev-Personalization eu-west-1',
      'OmniStream-dev-MediaPipeline eu-west-1',
      'OmniStream-dev-Delivery eu-west-1',
      'OmniStream-dev-ReplicaAccess eu-central-1',
      'OmniStream-dev-EdgeLogs us-east-1',
      'OmniStream-dev-Erasure eu-west-1',
      'OmniStream-dev-Api eu-west-1',
      'OmniStream-dev-Monitoring eu-west-1',
      'OmniStream-dev-EdgeMonitoring us-east-1',
      'OmniStream-dev-ReplicaMonitoring eu-central-1',
    ]);
  });
});
