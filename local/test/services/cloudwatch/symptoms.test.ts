import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, GetMetricStatisticsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createApiGateway } from '../../../services/apigateway';
import { createCloudFront } from '../../../services/cloudfront';
import { createDynamoDb } from '../../../services/dynamodb';
import { createEvents } from '../../../services/events';
import { createFirehose } from '../../../services/firehose';
import { createGlue } from '../../../services/glue';
import { createLambda } from '../../../services/lambda';
import { createLogs } from '../../../services/logs';
import { createS3 } from '../../../services/s3';
import { createSns } from '../../../services/sns';
import { createSqs } from '../../../services/sqs';
import { createStates } from '../../../services/states';
import { type Monitored, startMonitored } from '../../../testing/monitored';
import { allow, deployRole } from '../../../testing/role';
import { until } from '../../../testing/until';

const code = mkdtempSync(join(tmpdir(), 'symptoms-code-'));
let monitored: Monitored;
let functionRole: string;
const clients: { destroy(): void }[] = [];

beforeAll(async () => {
  monitored = await startMonitored((kernel, cloudWatch) => {
    const dynamodb = createDynamoDb(kernel);
    const logs = createLogs(kernel, cloudWatch.extract);
    return [
      ...[dynamodb, logs, createS3(kernel), createSqs(kernel), createSns(kernel), createGlue(kernel)],
      createFirehose(kernel),
      createLambda(kernel, {
        ...{ assetPath: (key) => join(code, key), streams: dynamodb.streams },
        bounds: { length: 1, milliseconds: 500_000 },
        writeLog: (region, group, stream, text) => logs.write(region, group, stream, text.split('\n').filter(Boolean)),
      }),
      ...[createStates(kernel), createApiGateway(kernel), createCloudFront(kernel), createEvents(kernel)],
    ];
  });
  const read = allow(
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:DescribeStream',
    'dynamodb:ListStreams',
  );
  functionRole = await deployRole(monitored.laptop, 'lambda.amazonaws.com', [read], 'FunctionRole');
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await monitored.stop();
});

function client<C extends { destroy(): void }>(make: new (config: Monitored['laptop']['clientConfig']) => C): C {
  const made = new make(monitored.laptop.clientConfig);
  clients.push(made);
  return made;
}

const deploy = (type: string, id: string, properties: object, region?: string) =>
  monitored.laptop.deploy(`AWS::${type}`, id, properties, region);

async function deployFunction(id: string, source: string, more = {}): Promise<{ name: string; arn: string }> {
  mkdirSync(join(code, id), { recursive: true });
  writeFileSync(join(code, id, 'index.js'), source);
  const properties = { Code: { S3Key: id }, Role: functionRole, Handler: 'index.handler', ...more };
  const { ref, attributes } = await deploy('Lambda::Function', id, properties);
  return { name: ref, arn: attributes.Arn as string };
}

const throwing = 'exports.handler = async () => { throw new Error("broken") }';

interface Watched {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @default 'Sum' */
  readonly statistic?: 'Sum' | 'Maximum' | 'Average';
  /** @default 0 */
  readonly threshold?: number;
  /** @default - the region of the laptop */
  readonly region?: string;
}

let alarms = 0;

function cloudWatchIn(region = 'eu-west-1'): CloudWatchClient {
  const made = new CloudWatchClient({ ...monitored.laptop.clientConfig, region });
  clients.push(made);
  return made;
}

/** Waits until a metric has so many samples. Time does not pass. */
const arrived = ({ metric, dimensions, region }: Watched, count: number) =>
  until(async () => {
    const [Namespace, MetricName] = metric.split(' ');
    const now = monitored.laptop.kernel.now();
    const { Datapoints = [] } = await cloudWatchIn(region).send(
      new GetMetricStatisticsCommand({
        ...{ Namespace, MetricName, Period: 3600, Statistics: ['SampleCount'] },
        ...{ StartTime: new Date(now - 3_600_000), EndTime: new Date(now + 3_600_000) },
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      }),
    );
    return Datapoints.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0) >= count;
  });

/** An alarm of one minute. Returns a function that returns its state after so many minutes. */
async function watch({ metric, dimensions, statistic = 'Sum', threshold = 0, region }: Watched) {
  const [Namespace, MetricName] = metric.split(' ');
  const cloudWatch = cloudWatchIn(region);
  const AlarmName = `symptom-${alarms++}`;
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      ...{ AlarmName, Namespace, MetricName, Statistic: statistic, Threshold: threshold },
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      ...{ Period: 60, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' },
      TreatMissingData: 'notBreaching',
    }),
  );
  return async (minutes: number) => {
    await monitored.pass(minutes);
    return (await monitored.states(region))[AlarmName];
  };
}

/** The minutes after which a point is no longer in the evaluation range of an alarm of one minute. */
const range = 4;

test('SQS: messages wait, and are gone', async () => {
  const { ref: QueueUrl, attributes } = await deploy('SQS::Queue', 'Letters', {});
  const dimensions = { QueueName: attributes.QueueName as string };
  const waiting = await watch({
    metric: 'AWS/SQS ApproximateNumberOfMessagesVisible',
    dimensions,
    statistic: 'Maximum',
  });
  const age = { metric: 'AWS/SQS ApproximateAgeOfOldestMessage', dimensions, statistic: 'Maximum' } as const;
  const old = await watch({ ...age, threshold: 600 });
  const sqs = client(SQSClient);
  expect(await waiting(1)).toBe('OK');
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'lost' }));
  expect(await waiting(1)).toBe('ALARM');
  expect(await old(1)).toBe('OK');
  expect(await old(9)).toBe('ALARM');
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await waiting(1)).toBe('OK');
  expect(await old(1)).toBe('OK');
});

test('Step Functions: executions fail, time out and are aborted', async () => {
  const RoleArn = await deployRole(monitored.laptop, 'states.amazonaws.com', [], 'MachineRole');
  const machine = async (id: string, state: object, more: object = {}) => {
    const Definition = { QueryLanguage: 'JSONata', StartAt: 'Only', States: { Only: state }, ...more };
    return (await deploy('StepFunctions::StateMachine', id, { RoleArn, Definition })).ref;
  };
  const states = client(SFNClient);
  const start = async (stateMachineArn: string) =>
    (await states.send(new StartExecutionCommand({ stateMachineArn }))).executionArn as string;
  const endedAs = (executionArn: string) =>
    until(async () => {
      const { status } = await states.send(new DescribeExecutionCommand({ executionArn }));
      return status !== 'RUNNING' && status;
    });
  const wait = { Type: 'Wait', Seconds: 900, End: true };
  const [failing, slow, stopped] = [
    await machine('Failing', { Type: 'Fail', Error: 'Broken' }),
    await machine('Slow', wait, { TimeoutSeconds: 1 }),
    await machine('Stopped', wait),
  ];
  const on = (metric: string, StateMachineArn: string) =>
    watch({ metric: `AWS/States ${metric}`, dimensions: { StateMachineArn } });
  const watched = [
    ...[await on('ExecutionsFailed', failing), await on('ExecutionsTimedOut', slow)],
    ...[await on('ExecutionsAborted', stopped), await on('ExecutionsStarted', stopped)],
  ];
  const executions = [await start(failing), await start(slow), await start(stopped)];
  await states.send(new StopExecutionCommand({ executionArn: executions[2] }));
  expect(await Promise.all(executions.map(endedAs))).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
  await monitored.pass(1);
  expect(await Promise.all(watched.map((stateAfter) => stateAfter(0)))).toEqual(Array(4).fill('ALARM'));
  await monitored.pass(range);
  expect(await Promise.all(watched.map((stateAfter) => stateAfter(0)))).toEqual(Array(4).fill('OK'));
});

test('Lambda: a function fails; the metrics of all functions have no dimensions', async () => {
  const { name } = await deployFunction('Throwing', throwing);
  const errors = await watch({ metric: 'AWS/Lambda Errors', dimensions: { FunctionName: name } });
  const all = await watch({ metric: 'AWS/Lambda Errors', dimensions: {} });
  await client(LambdaClient).send(new InvokeCommand({ FunctionName: name }));
  expect(await errors(1)).toBe('ALARM');
  expect(await all(0)).toBe('ALARM');
  expect(await errors(range)).toBe('OK');
});

test('Lambda: a function has more to do than it can', async () => {
  const gate = join(code, 'gate');
  const source = `exports.handler = async () => {
    while (!require('node:fs').existsSync(${JSON.stringify(gate)})) await new Promise((done) => setTimeout(done, 5));
  };`;
  const { name } = await deployFunction('Busy', source, { Timeout: 600, ReservedConcurrentExecutions: 1 });
  const throttles = await watch({ metric: 'AWS/Lambda Throttles', dimensions: {} });
  const lambda = client(LambdaClient);
  const calls = ['runs', 'waits', 'refused'].map(() => lambda.send(new InvokeCommand({ FunctionName: name })));
  await arrived({ metric: 'AWS/Lambda Throttles', dimensions: { FunctionName: name } }, 1);
  expect(await throttles(1)).toBe('ALARM');
  writeFileSync(gate, '');
  await Promise.allSettled(calls);
  expect(await throttles(2 * range)).toBe('OK');
});

test('Lambda: the records of a stream grow old while their function fails', async () => {
  const { name, arn } = await deployFunction('Reading', throwing);
  const table = await deploy('DynamoDB::Table', 'Streamed', {
    ...{ BillingMode: 'PAY_PER_REQUEST', StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  await deploy('Lambda::EventSourceMapping', 'Mapping', {
    ...{
      FunctionName: arn,
      EventSourceArn: (table.attributes.StreamArn as () => string)(),
      StartingPosition: 'TRIM_HORIZON',
    },
    BatchSize: 10,
  });
  const age = await watch({
    metric: 'AWS/Lambda IteratorAge',
    ...{ dimensions: { FunctionName: name }, statistic: 'Maximum', threshold: 5 * 60_000 },
  });
  const item = { id: { S: 'a' } };
  await client(DynamoDBClient).send(new PutItemCommand({ TableName: table.ref, Item: item }));
  expect(await age(1)).toBe('OK');
  // The function is called again some moments later; by then, the record is older.
  await monitored.pass(10);
  await until(async () => (await age(1)) === 'ALARM');
});

test('EventBridge: a target cannot be reached', async () => {
  const closed = await deploy('SQS::Queue', 'Closed', {});
  const { ref: RuleName } = await deploy('Events::Rule', 'Rule', {
    EventPattern: { source: ['films'] },
    Targets: [{ Id: 'queue', Arn: closed.attributes.Arn }],
  });
  const failed = await watch({ metric: 'AWS/Events FailedInvocations', dimensions: { RuleName } });
  const event = { Source: 'films', DetailType: 'Lost', Detail: '{}' };
  await client(EventBridgeClient).send(new PutEventsCommand({ Entries: [event] }));
  await until(async () => (await failed(1)) === 'ALARM');
  expect(await failed(range)).toBe('OK');
});

test('SNS: a subscriber cannot be reached', async () => {
  const { ref: TopicArn, attributes } = await deploy('SNS::Topic', 'Topic', {});
  const closed = await deploy('SQS::Queue', 'Deaf', {});
  await deploy('SNS::Subscription', 'Subscription', { TopicArn, Protocol: 'sqs', Endpoint: closed.attributes.Arn });
  const dimensions = { TopicName: attributes.TopicName as string };
  const failed = await watch({ metric: 'AWS/SNS NumberOfNotificationsFailed', dimensions });
  await client(SNSClient).send(new PublishCommand({ TopicArn, Message: 'hello' }));
  expect(await failed(1)).toBe('ALARM');
  expect(await failed(range)).toBe('OK');
});

test('API Gateway and CloudFront: requests fail', async () => {
  const { arn } = await deployFunction('Handler', throwing);
  const permission = { Action: 'lambda:InvokeFunction', FunctionName: arn, Principal: 'apigateway.amazonaws.com' };
  await deploy('Lambda::Permission', 'HandlerPermission', permission);
  const { ref: ApiId, attributes } = await deploy('ApiGatewayV2::Api', 'Api', { ProtocolType: 'HTTP', Name: 'api' });
  await deploy('ApiGatewayV2::Stage', 'Stage', { ApiId, StageName: '$default', AutoDeploy: true });
  const integration = { IntegrationType: 'AWS_PROXY', IntegrationUri: arn, PayloadFormatVersion: '2.0' };
  const { ref } = await deploy('ApiGatewayV2::Integration', 'Integration', { ApiId, ...integration });
  await deploy('ApiGatewayV2::Route', 'Route', { ApiId, RouteKey: 'GET /api/fails', Target: `integrations/${ref}` });
  const { ref: DistributionId } = await deploy('CloudFront::Distribution', 'Distribution', {
    DistributionConfig: {
      Enabled: true,
      Origins: [{ Id: 'api', DomainName: (attributes.ApiEndpoint as string).slice(8), CustomOriginConfig: {} }],
      DefaultCacheBehavior: {
        ...{ TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only' },
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      },
    },
  });
  const edge = { dimensions: { DistributionId, Region: 'Global' }, statistic: 'Average', region: 'us-east-1' } as const;
  const failing = [
    await watch({ metric: 'AWS/ApiGateway 5xx', dimensions: { ApiId } }),
    await watch({ metric: 'AWS/ApiGateway 5xx', dimensions: { ApiId, Stage: '$default' } }),
    await watch({ metric: 'AWS/CloudFront 5xxErrorRate', ...edge, threshold: 49 }),
  ];
  const refused = [
    await watch({ metric: 'AWS/ApiGateway 4xx', dimensions: { ApiId } }),
    await watch({ metric: 'AWS/CloudFront 4xxErrorRate', ...edge, threshold: 49 }),
  ];
  const web = monitored.laptop.kernel.address('web');
  const request = async (path: string) => (await fetch(`${web}${path}`)).status;
  expect([await request('/api/fails'), await request('/api/fails'), await request('/api/nothing')]).toEqual([
    500, 500, 404,
  ]);
  const states = (watched: typeof failing) => Promise.all(watched.map((stateAfter) => stateAfter(0)));
  // The edge counts a request once the connection has its response.
  await arrived({ metric: 'AWS/CloudFront Requests', ...edge }, 3);
  await monitored.pass(1);
  expect(await states([...failing, ...refused])).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM', 'OK']);
  await monitored.pass(range);
  expect(await states([...failing, ...refused])).toEqual(Array(5).fill('OK'));
});

test('Firehose: records cannot be delivered, and then can', async () => {
  const { ref: bucket, attributes } = await deploy('S3::Bucket', 'Lake', {});
  const { laptop } = monitored;
  const RoleARN = await deployRole(laptop, 'firehose.amazonaws.com', [], 'FirehoseRole');
  const { ref: DeliveryStreamName } = await deploy('KinesisFirehose::DeliveryStream', 'Stream', {
    ExtendedS3DestinationConfiguration: {
      ...{ BucketARN: attributes.Arn, RoleARN, Prefix: 'events/', ErrorOutputPrefix: 'failed/' },
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 1 },
    },
  });
  const late = await watch({
    metric: 'AWS/Firehose DeliveryToS3.DataFreshness',
    ...{ dimensions: { DeliveryStreamName }, statistic: 'Maximum', threshold: 20 * 60 },
  });
  const Record = { Data: Buffer.from('{}\n') };
  await client(FirehoseClient).send(new PutRecordCommand({ DeliveryStreamName, Record }));
  expect(await late(19)).toBe('OK');
  expect(await late(2)).toBe('ALARM');
  await deployRole(laptop, 'firehose.amazonaws.com', [allow('s3:*')], 'FirehoseRole');
  const s3 = client(S3Client);
  await until(async () => (await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount === 1);
  await until(async () => (await late(1)) === 'OK');
});

test('S3: objects cannot be replicated, and requests are counted by prefix', async () => {
  const Role = await deployRole(monitored.laptop, 's3.amazonaws.com', [], 'ReplicationRole');
  const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
  const replica = await deploy('S3::Bucket', 'replica', versioned, 'eu-central-1');
  const rule = (Id: string, Prefix: string, Metrics?: object) => ({
    ...{ Id, Status: 'Enabled', Priority: Prefix.length, Filter: { Prefix } },
    DeleteMarkerReplication: { Status: 'Enabled' },
    Destination: { Bucket: replica.attributes.Arn, ...(Metrics && { Metrics }) },
  });
  const { ref: Bucket } = await deploy('S3::Bucket', 'source', {
    ...versioned,
    MetricsConfigurations: [{ Id: 'failed', Prefix: 'failed/' }],
    ReplicationConfiguration: {
      Role,
      Rules: [rule('films', 'films/', { Status: 'Enabled' }), rule('silent', 'other/')],
    },
  });
  const dimensions = { SourceBucket: Bucket, DestinationBucket: replica.ref };
  const failed = { metric: 'AWS/S3 OperationsFailedReplication' };
  const measured = await watch({ ...failed, dimensions: { ...dimensions, RuleId: 'films' } });
  // As at AWS, a rule without `Metrics` has none, and an alarm on them never changes.
  const silent = await watch({ ...failed, dimensions: { ...dimensions, RuleId: 'silent' } });
  const put = { metric: 'AWS/S3 PutRequests', dimensions: { BucketName: Bucket, FilterId: 'failed' } };
  const counted = await watch(put);
  const s3 = client(S3Client);
  for (const Key of ['films/a', 'other/a', 'failed/a']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  expect(await counted(1)).toBe('ALARM');
  await until(async () => {
    const { ReplicationStatus } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'films/a' }));
    return ReplicationStatus === 'FAILED';
  });
  await monitored.pass(1);
  expect([await measured(0), await silent(0)]).toEqual(['ALARM', 'OK']);
  await monitored.pass(range);
  expect([await measured(0), await counted(0)]).toEqual(['OK', 'OK']);

  const rights = allow('s3:GetReplicationConfiguration', 's3:ListBucket', 's3:GetObjectVersion*', 's3:Replicate*');
  await deployRole(monitored.laptop, 's3.amazonaws.com', [rights], 'ReplicationRole');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'films/b', Body: 'x' }));
  const latency = { metric: 'AWS/S3 ReplicationLatency', region: 'eu-central-1' };
  await arrived({ ...latency, dimensions: { ...dimensions, RuleId: 'films' } }, 1);
  await arrived(
    { ...latency, metric: 'AWS/S3 OperationsPendingReplication', dimensions: { ...dimensions, RuleId: 'films' } },
    1,
  );
});

test('a metric of a log line: a function counts something in the embedded metric format', async () => {
  const line = JSON.stringify({
    _aws: {
      Timestamp: 0,
      CloudWatchMetrics: [{ Namespace: 'Films', Dimensions: [['Stage']], Metrics: [{ Name: 'Lost', Unit: 'Count' }] }],
    },
    ...{ Stage: 'dev', Lost: 1 },
  });
  const source = `exports.handler = async ({ at }) => console.log(JSON.stringify(((line) => { line._aws.Timestamp = at; return line; })(${line})))`;
  const { name } = await deployFunction('Counting', source);
  const lost = await watch({ metric: 'Films Lost', dimensions: { Stage: 'dev' } });
  const at = monitored.laptop.kernel.now();
  await client(LambdaClient).send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ at }) }));
  await arrived({ metric: 'Films Lost', dimensions: { Stage: 'dev' } }, 1);
  expect(await lost(1)).toBe('ALARM');
  expect(await lost(range)).toBe('OK');
});
