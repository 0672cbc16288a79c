import * as athena from '@aws-sdk/client-athena';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as firehose from '@aws-sdk/client-firehose';
import * as glue from '@aws-sdk/client-glue';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as mediaconvert from '@aws-sdk/client-mediaconvert';
import * as personalize from '@aws-sdk/client-personalize';
import * as personalizeRuntime from '@aws-sdk/client-personalize-runtime';
import * as s3 from '@aws-sdk/client-s3';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as secrets from '@aws-sdk/client-secrets-manager';
import * as states from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import * as transcribe from '@aws-sdk/client-transcribe';
import * as translate from '@aws-sdk/client-translate';
import { PlannedFaults } from '../../faults/faults';
import { parsePlan } from '../../faults/plan';
import { type Served, serve } from '../../wire/serve';

interface Client {
  send(command: unknown): Promise<unknown>;
  destroy(): void;
}

/** A service, a call of it that needs no input, and the errors with which it is throttled and fails. */
const services: readonly (readonly [
  id: string,
  sdk: object,
  client: string,
  operation: string,
  throttled: string,
  failed: string,
])[] = [
  ['athena', athena, 'Athena', 'ListWorkGroups', 'TooManyRequestsException', 'InternalServerException'],
  ['cloudformation', cloudformation, 'CloudFormation', 'ListStacks', 'Throttling', 'InternalFailure'],
  ['cloudwatch', cloudwatch, 'CloudWatch', 'ListMetrics', 'ThrottlingException', 'InternalServiceFault'],
  ['logs', logs, 'CloudWatchLogs', 'DescribeLogGroups', 'ThrottlingException', 'InternalServerException'],
  [
    ...(['cognito-idp', cognito, 'CognitoIdentityProvider', 'ForgetDevice'] as const),
    ...(['TooManyRequestsException', 'InternalErrorException'] as const),
  ],
  ['dynamodb', dynamodb, 'DynamoDB', 'ListTables', 'ThrottlingException', 'InternalServerError'],
  ['events', events, 'EventBridge', 'ListEventBuses', 'ThrottlingException', 'InternalException'],
  [
    ...(['firehose', firehose, 'Firehose', 'ListDeliveryStreams'] as const),
    ...(['ServiceUnavailableException', 'ServiceUnavailableException'] as const),
  ],
  ['glue', glue, 'Glue', 'GetDatabases', 'ThrottlingException', 'InternalServerException'],
  ['kms', kms, 'KMS', 'ListKeys', 'ThrottlingException', 'KMSInternalException'],
  ['lambda', lambda, 'Lambda', 'ListFunctions', 'TooManyRequestsException', 'ServiceException'],
  [
    ...(['mediaconvert', mediaconvert, 'MediaConvert', 'ListJobs'] as const),
    ...(['TooManyRequestsException', 'InternalServerErrorException'] as const),
  ],
  ['personalize', personalize, 'Personalize', 'ListDatasetGroups', 'ThrottlingException', 'InternalFailure'],
  [
    ...(['personalize-runtime', personalizeRuntime, 'PersonalizeRuntime', 'GetRecommendations'] as const),
    ...(['ThrottlingException', 'InternalFailure'] as const),
  ],
  ['s3', s3, 'S3', 'ListBuckets', 'SlowDown', 'InternalError'],
  ['scheduler', scheduler, 'Scheduler', 'ListSchedules', 'ThrottlingException', 'InternalServerException'],
  ['secretsmanager', secrets, 'SecretsManager', 'ListSecrets', 'ThrottlingException', 'InternalServiceError'],
  ['states', states, 'SFN', 'ListStateMachines', 'ThrottlingException', 'InternalFailure'],
  ['sns', sns, 'SNS', 'ListTopics', 'ThrottledException', 'InternalErrorException'],
  ['sqs', sqs, 'SQS', 'ListQueues', 'RequestThrottled', 'InternalFailure'],
  ['sts', sts, 'STS', 'GetCallerIdentity', 'Throttling', 'InternalFailure'],
  [
    'transcribe',
    transcribe,
    'Transcribe',
    'ListTranscriptionJobs',
    'LimitExceededException',
    'InternalFailureException',
  ],
  ['translate', translate, 'Translate', 'ListTerminologies', 'TooManyRequestsException', 'InternalServerException'],
];

/** Names in signatures that differ from the ids. */
const signingNames: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  'personalize-runtime': 'personalize',
};
const apis = services.map(([id, sdk]) => ({ id, sdk, signingName: signingNames[id] }));
let faults: PlannedFaults;
let served: Served;

beforeAll(async () => {
  served = await serve(apis, (_input, call) => faults.call(call, [], async () => ({})));
});
afterAll(() => served.close());

/** Calls it by its own client, which may try twice; the first call fails. Returns the calls, and what was thrown at last. */
async function call(kind: 'throttle' | 'fail', times: number, [, sdk, name, operation]: (typeof services)[number]) {
  faults = new PlannedFaults(parsePlan({ seed: 1, calls: [{ kind, rate: 1, times }] }), apis, () => {});
  faults.arm();
  served.calls.length = 0;
  const modules = sdk as Record<string, new (input: object) => unknown>;
  const Client = modules[`${name}Client`] as new (config: object) => Client;
  const Command = modules[`${operation}Command`] as new (input: object) => unknown;
  const client = new Client({ ...served.clientConfig, maxAttempts: 2, forcePathStyle: true });
  const input = operation === 'ForgetDevice' ? { DeviceKey: 'a' } : {};
  try {
    const thrown = await client.send(new Command(input)).then(
      () => undefined,
      (error) => error,
    );
    return { calls: served.calls.length, thrown };
  } finally {
    client.destroy();
  }
}

describe.each(services)('%s', (...service) => {
  const [, , , , throttled, failed] = service;

  test('is throttled by its own error, and its client tries again', async () => {
    expect(await call('throttle', 1, service)).toEqual({ calls: 2, thrown: undefined });
    const { thrown } = await call('throttle', 2, service);
    expect(thrown).toMatchObject({ name: throttled, $metadata: { attempts: 2 } });
  });

  test('fails by its own error, and its client tries again', async () => {
    expect(await call('fail', 1, service)).toEqual({ calls: 2, thrown: undefined });
    const { thrown } = await call('fail', 2, service);
    expect([thrown.name, thrown.$metadata.attempts]).toEqual([failed, 2]);
    expect(thrown.$metadata.httpStatusCode).toBeGreaterThanOrEqual(500);
  });
});

test('a plan can name another error of the service', async () => {
  const rule = { service: 'dynamodb', kind: 'throttle', rate: 1, error: 'ProvisionedThroughputExceededException' };
  faults = new PlannedFaults(parsePlan({ seed: 1, calls: [rule] }), apis, () => {});
  faults.arm();
  const client = new dynamodb.DynamoDBClient(served.clientConfig);
  await expect(client.send(new dynamodb.ListTablesCommand({}))).rejects.toMatchObject({
    name: 'ProvisionedThroughputExceededException',
    $metadata: { httpStatusCode: 400 },
  });
  client.destroy();
});
