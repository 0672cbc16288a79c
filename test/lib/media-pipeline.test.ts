import { Match } from 'aws-cdk-lib/assertions';
import { placeholders } from '../../lib/constructs/workflow/definition';
import { expectNames, resourceNames } from './resource-names';
import { type Resource, synthesized } from './synthesis';

const { pipeline } = synthesized('dev').templates;
const resources = (type: string) => Object.entries(pipeline.findResources(type)) as [string, Resource][];
const propertiesOf = (type: string, idPrefix = '') =>
  resources(type).find(([id]) => id.startsWith(idPrefix))?.[1].Properties;
type Joined = { readonly 'Fn::Join'?: [string, unknown[]] };

const deadLetters = { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] };

test('what arrives in the uploads bucket under uploads/ goes to ingest, and in the end to the dead letters', () => {
  pipeline.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [{ 'Fn::GetStackOutput': Match.anyValue() }] },
        object: { key: [{ prefix: 'uploads/' }] },
      },
    },
    Targets: [
      {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Ingest'), 'Arn'] },
        DeadLetterConfig: { Arn: deadLetters },
        RetryPolicy: { MaximumRetryAttempts: 10 },
      },
    ],
  });
});

test('job-finished receives every end of a job in our queue, and its progress', () => {
  pipeline.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.mediaconvert'],
      'detail-type': ['MediaConvert Job State Change'],
      detail: {
        queue: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('EncoderQueue'), 'Arn'] }],
        status: ['COMPLETE', 'ERROR', 'CANCELED', 'STATUS_UPDATE'],
      },
    },
    Targets: [{ DeadLetterConfig: { Arn: deadLetters } }],
  });
});

test('functions that events call keep what they could not handle', () => {
  const configs = resources('AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => Properties);
  const destination = { 'Fn::GetAtt': [expect.stringMatching('DeadLetters'), 'Arn'] };
  for (const { DestinationConfig } of configs) {
    expect(DestinationConfig).toEqual({ OnFailure: { Destination: destination } });
  }
  // The queue of Lambda itself would not name the function.
  expect(resources('AWS::Lambda::Function').filter(([, { Properties }]) => Properties.DeadLetterConfig)).toEqual([]);
  expectNames(resourceNames({ pipeline }, 'AWS::Lambda::EventInvokeConfig'), [
    'pipeline.FailFunctionEventInvokeConfig',
    'pipeline.IngestFunctionEventInvokeConfig',
    'pipeline.JobFinishedFunctionEventInvokeConfig',
  ]);
});

// A dead letter of a rule contains the event. A target with an input of its own would have to receive that again.
test('targets receive events as they are', () => {
  const targets = resources('AWS::Events::Rule').flatMap(([, { Properties }]) => Properties.Targets as object[]);
  expect(targets.length).toBeGreaterThan(3);
  expect(targets.filter((target) => Object.keys(target).some((name) => name.startsWith('Input')))).toEqual([]);
});

test('the dead letters are encrypted and kept for two weeks', () => {
  pipeline.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1209600 });
});

test('notices of failure are encrypted by a key of ours, and published over TLS only', () => {
  pipeline.hasResourceProperties('AWS::SNS::Topic', {
    KmsMasterKeyId: { 'Fn::GetStackOutput': Match.objectLike({ OutputName: Match.stringLikeRegexp('DataKey') }) },
  });
  pipeline.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: [{ Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    },
  });
});

test('the workflow is traced and logs everything, and every placeholder of its definition is filled in', () => {
  const properties = propertiesOf('AWS::StepFunctions::StateMachine');
  expect(properties.TracingConfiguration).toEqual({ Enabled: true });
  expect(properties.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: true });
  const used = [...properties.DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
  expect(new Set(used)).toEqual(new Set(placeholders));
  expect(Object.keys(properties.DefinitionSubstitutions).sort()).toEqual([...placeholders].sort());
});

test('MediaConvert reads sources and what was spoken, writes pictures and dubs, and nothing else', () => {
  const { PolicyDocument } = propertiesOf('AWS::IAM::Policy', 'EncoderRole');
  const allowed = PolicyDocument.Statement.map(
    ({ Action, Resource }: { Action: unknown; Resource: Joined | Joined[] }) => {
      const paths = [Resource].flat().map((resource) => resource['Fn::Join']?.[1].at(-1) ?? 'key');
      return `${paths} ${Action}`;
    },
  );
  expect(allowed).toEqual([
    'key kms:Decrypt',
    '/uploads/* s3:GetObject,s3:GetObjectVersion',
    'key kms:Decrypt,kms:GenerateDataKey',
    '/*/dubs/*,/*/picture/*,/work/* s3:AbortMultipartUpload,s3:PutObject',
    '/work/* s3:GetObject',
  ]);
});

test('the functions that learn of the end of a job may tell the workflow', () => {
  const tellers = resources('AWS::IAM::Policy').filter(([, { Properties }]) =>
    Properties.PolicyDocument.Statement.some(({ Action }: { Action: string }) =>
      Action.includes('states:SendTaskSuccess'),
    ),
  );
  expect(
    tellers.flatMap(([, { Properties }]) => Properties.Roles.map(({ Ref }: { Ref: string }) => Ref)).sort(),
  ).toEqual(
    [
      'JobFinishedRole',
      'SpeechExtractSoundRole',
      'SpeechTranscodeDubRole',
      'SpeechTranscribeRole',
      'TranscodeRole',
    ].map((role) => expect.stringMatching(new RegExp(`^${role}`))),
  );
});
