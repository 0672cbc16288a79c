import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type InvocationType, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clockOf } from '../../kernel/clock';
import { createDynamoDb } from '../../services/dynamodb';
import { createLambda } from '../../services/lambda';
import { createSqs } from '../../services/sqs';
import { allow, deployRole } from '../../testing/role';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { type CaseFunction, sourceOf } from './case-function';
import { differences } from './compare';
import { resolve } from './steps';
import { judge } from './table';

type Members = Readonly<Record<string, unknown>>;

interface LambdaCase {
  readonly id: string;
  readonly kind: string;
  readonly function?: CaseFunction;
  readonly invoke?: Members & { readonly Payload?: unknown; readonly InvocationType?: InvocationType };
  readonly config?: Members;
  readonly puts?: readonly Members[];
  readonly answer?: unknown;
  readonly expected: Members;
}

const code = mkdtempSync(join(tmpdir(), 'recorded-lambda-'));
const secondMilliseconds = 20;
const epoch = Date.now();
const clock = clockOf(() => epoch + (Date.now() - epoch) * (1000 / secondMilliseconds), secondMilliseconds);
let laptop: Laptop;
let lambda: LambdaClient;
let Role: string;
let count = 0;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => {
    const dynamodb = createDynamoDb(kernel);
    const options = {
      assetPath: (key: string) => join(code, key),
      writeLog: () => {},
      streams: dynamodb.streams,
      clock,
    };
    return [dynamodb, createSqs(kernel), createLambda(kernel, options)];
  });
  lambda = new LambdaClient({ ...laptop.clientConfig, maxAttempts: 1 });
  Role = await deployRole(laptop, 'lambda.amazonaws.com', [allow('sqs:*', 'dynamodb:*')]);
});

afterAll(async () => {
  lambda.destroy();
  await laptop.stop();
});

async function deploy(source: string, properties: object = {}): Promise<string> {
  count += 1;
  mkdirSync(join(code, `f${count}`), { recursive: true });
  writeFileSync(join(code, `f${count}`, 'index.js'), source);
  const { ref } = await laptop.deploy('AWS::Lambda::Function', `F${count}`, {
    ...{ Code: { S3Key: `f${count}` }, Role, Handler: 'index.handler', Timeout: 60, ...properties },
  });
  return ref;
}

async function until<T>(read: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function queue() {
  const { ref: QueueUrl, attributes } = await laptop.deploy('AWS::SQS::Queue', `Q${count}`, {});
  const received = async () => {
    const sqs = new SQSClient(laptop.clientConfig);
    const input = { QueueUrl, MessageAttributeNames: ['All'] };
    const message = await until(async () => (await sqs.send(new ReceiveMessageCommand(input))).Messages?.[0]);
    sqs.destroy();
    return { body: JSON.parse(message.Body as string), MessageAttributes: message.MessageAttributes };
  };
  return { arn: attributes.Arn as string, received };
}

/** A function that ends in time has as much of it as it needs on a busy machine. */
const propertiesOf = ({ Timeout, MemorySize, seconds = 0 }: CaseFunction) => ({
  Timeout: Timeout !== undefined && seconds > Timeout ? Timeout : 60,
  MemorySize,
});

async function invoke({ function: does, invoke: input = {}, expected }: LambdaCase) {
  const FunctionName = does ? await deploy(sourceOf(does), propertiesOf(does)) : (input.FunctionName ?? 'doesnotexist');
  const { Payload, PayloadBase64, InvocationType } = input;
  const bytes = PayloadBase64 === undefined ? JSON.stringify(Payload) : Buffer.from(PayloadBase64 as string, 'base64');
  try {
    const command = new InvokeCommand({ FunctionName: FunctionName as string, InvocationType, Payload: bytes });
    const { StatusCode, ExecutedVersion, FunctionError, Payload: output } = await lambda.send(command);
    const text = Buffer.from(output ?? []).toString();
    return differences(expected, { StatusCode, ExecutedVersion, FunctionError, Payload: text });
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
    return differences(expected, { status: $metadata.httpStatusCode, Code: name, Message: message });
  }
}

async function asynchronous({ function: does, invoke: input, config = {}, expected }: LambdaCase) {
  const { destinations, DeadLetterConfig, ...policy } = config;
  const { arn, received } = await queue();
  const dead = DeadLetterConfig ? { DeadLetterConfig: { TargetArn: arn } } : {};
  const FunctionName = await deploy(sourceOf(does as CaseFunction), { ...dead });
  if (destinations) {
    const Destinations = Object.entries(destinations).map(([name]) => [name, { Destination: arn }]);
    const DestinationConfig = Object.fromEntries(Destinations);
    const properties = { FunctionName, Qualifier: '$LATEST', DestinationConfig, ...policy };
    await laptop.deploy('AWS::Lambda::EventInvokeConfig', `C${count}`, properties);
  }
  const Payload = JSON.stringify(input?.Payload);
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
  const found = await received();
  return differences(expected, 'MessageAttributes' in expected ? found : { body: found.body });
}

async function stream({ kind, config = {}, puts = [], answer, expected }: LambdaCase) {
  const { filter, StreamViewType, key = ['id'], ...mapping } = config;
  const notes = join(code, `notes${count + 1}`);
  writeFileSync(notes, '');
  const { throws } = (answer ?? {}) as { throws?: boolean };
  const outcome = throws ? "throw new Error('no')" : `return ${JSON.stringify(answer ?? null)}`;
  const note = `require('node:fs').appendFileSync(${JSON.stringify(notes)}, JSON.stringify(event) + '\\n')`;
  const source = `exports.handler = async (event) => { ${note}; ${outcome}; };`;
  const FunctionName = await deploy(source, { Timeout: 60 });
  const [AttributeName] = key as string[];
  const { ref: TableName, attributes } = await laptop.deploy('AWS::DynamoDB::Table', `T${count}`, {
    AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
    KeySchema: [{ AttributeName, KeyType: 'HASH' }],
    StreamSpecification: { StreamViewType: StreamViewType ?? 'NEW_IMAGE' },
  });
  const lost = 'failure' in expected ? await queue() : undefined;
  const Pattern = typeof filter === 'string' ? filter : JSON.stringify(filter);
  const properties = {
    ...{ EventSourceArn: (attributes.StreamArn as () => string)(), FunctionName, StartingPosition: 'TRIM_HORIZON' },
    ...(filter !== undefined && { FilterCriteria: { Filters: [{ Pattern }] } }),
    ...(lost && { DestinationConfig: { OnFailure: { Destination: lost.arn } } }),
    ...mapping,
  };
  const deployed = laptop.deploy('AWS::Lambda::EventSourceMapping', `M${count}`, properties);
  if (kind === 'stream-filter-refused') {
    return deployed.then(
      () => ['expected to be refused, but it was accepted'],
      () => [],
    );
  }
  await deployed;
  const dynamo = new DynamoDBClient(laptop.clientConfig);
  const invocations = () => {
    const lines = readFileSync(notes, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as unknown);
  };
  const seen = async (wanted: readonly unknown[]) => {
    await until(() => (invocations().length >= wanted.length ? true : undefined));
    return differences(wanted, invocations());
  };
  const found: string[] = [];
  for (const [index, item] of puts.entries()) {
    await dynamo.send(new PutItemCommand({ TableName, Item: resolve(item, []) as never }));
    if (index === 0 && expected.afterFirst) found.push(...(await seen(expected.afterFirst as unknown[])));
  }
  if (expected.afterBoth) found.push(...(await seen(expected.afterBoth as unknown[])));
  if (expected.invocations) found.push(...(await seen(expected.invocations as unknown[])));
  if (lost) found.push(...differences(expected.failure, (await lost.received()).body));
  dynamo.destroy();
  return found;
}

/** What the platform does not use of Lambda. */
const outside: Readonly<Record<string, string>> = {
  environment: 'variables of the runtime that no function reads',
  context: 'a client context, which no caller sends',
  url: 'function URLs are reached through the distribution only, signed; see test/local/cloudfront',
  'url-event': 'function URLs are reached through the distribution only, signed; see test/local/cloudfront',
};

judge<LambdaCase>(
  'lambda',
  async (recorded) => {
    if (recorded.kind === 'async') return asynchronous(recorded);
    return recorded.kind.startsWith('stream') ? stream(recorded) : invoke(recorded);
  },
  ({ kind, config }) => {
    const { OnSuccess, OnFailure } = (config?.destinations ?? {}) as Record<string, string>;
    if (OnSuccess || OnFailure === 'events') return 'destinations of success, and those that are a bus';
    return outside[kind];
  },
);
