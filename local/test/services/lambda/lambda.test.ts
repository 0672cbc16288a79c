import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { createLambda } from '../../../services/lambda';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';

const code = mkdtempSync(join(tmpdir(), 'lambda-code-'));
const logs: string[] = [];
let laptop: Laptop;
let lambda: LambdaClient;
let Role: string;

async function put(logicalId: string, source: string, properties: object = {}): Promise<string> {
  mkdirSync(join(code, logicalId), { recursive: true });
  writeFileSync(join(code, logicalId, 'index.js'), source);
  const { ref } = await laptop.deploy('AWS::Lambda::Function', logicalId, {
    Code: { S3Key: logicalId },
    Role,
    Handler: 'index.handler',
    Timeout: 60,
    ...properties,
  });
  return ref;
}

async function invoke(name: string, payload: unknown = {}, type?: 'Event') {
  const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload), InvocationType: type });
  const { FunctionError, Payload, StatusCode } = await lambda.send(command);
  const text = Payload?.length ? Buffer.from(Payload).toString() : 'null';
  return { FunctionError, StatusCode, value: JSON.parse(text) };
}

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [
    createLambda(kernel, {
      assetPath: (key) => join(code, key),
      writeLog: (_region, _group, _stream, text) => logs.push(text),
    }),
  ]);
  lambda = new LambdaClient(laptop.clientConfig);
  Role = await deployRole(laptop, 'lambda.amazonaws.com');
});

afterAll(async () => {
  lambda.destroy();
  await laptop.stop();
});

describe('invocations', () => {
  test('a function gets its event, its environment and its context, and answers', async () => {
    const source = `exports.handler = async (event, context) =>
      ({ event, own: process.env.OWN, key: typeof process.env.AWS_ACCESS_KEY_ID, name: context.functionName, left: context.getRemainingTimeInMillis() })`;
    const name = await put('echo', source, { Environment: { Variables: { OWN: 'yes' } }, Timeout: 60 });
    const { value, FunctionError } = await invoke(name, { a: 'ä🎬' });
    expect(FunctionError).toBeUndefined();
    expect(value).toMatchObject({ event: { a: 'ä🎬' }, own: 'yes', key: 'string', name });
    expect(value.left).toBeGreaterThan(1000);
  });

  test('the runtime does not leak its own environment into a function', async () => {
    process.env.SECRET_OF_THE_HOST = 'x';
    const name = await put('env', 'exports.handler = async () => process.env.SECRET_OF_THE_HOST ?? "absent"');
    expect((await invoke(name)).value).toBe('absent');
  });

  test('an environment is kept warm between invocations', async () => {
    const name = await put('counter', 'let n = 0; exports.handler = async () => ++n');
    expect((await invoke(name)).value).toBe(1);
    expect((await invoke(name)).value).toBe(2);
  });

  test('an error becomes Lambda’s error object', async () => {
    const source = 'exports.handler = async () => { throw Object.assign(new Error("no"), { name: "NotMedia" }) }';
    const { FunctionError, value } = await invoke(await put('thrower', source));
    expect(FunctionError).toBe('Unhandled');
    expect(value).toMatchObject({ errorType: 'NotMedia', errorMessage: 'no' });
    expect(value.trace.length).toBeGreaterThan(0);
  });

  test('an endless loop is stopped at its time limit, and the next invocation works', async () => {
    const source = 'exports.handler = async ({ loop }) => { while (loop); return "fine" }';
    const name = await put('loop', source, { Timeout: 1 });
    const { value } = await invoke(name, { loop: true });
    expect(value.errorType).toBe('Sandbox.Timedout');
    expect((await invoke(name, {})).value).toBe('fine');
  });

  test('the time that the code takes to load does not count', async () => {
    const source = `const end = Date.now() + 1500;
      while (Date.now() < end);
      exports.handler = async () => "loaded"`;
    expect((await invoke(await put('slow', source, { Timeout: 1 }))).value).toBe('loaded');
  });

  test('a function that exits, or cannot be loaded, says so', async () => {
    const exits = await invoke(await put('exits', 'exports.handler = async () => process.exit(3)'));
    expect(exits.value.errorType).toBe('Runtime.ExitError');
    const broken = await invoke(await put('broken', 'throw new TypeError("at load")'));
    expect(broken.value).toMatchObject({ errorType: 'TypeError', errorMessage: 'at load' });
    const missing = await invoke(await put('missing', 'exports.other = 1'));
    expect(missing.value.errorType).toBe('Runtime.HandlerNotFound');
  });

  test('what a function prints reaches its log', async () => {
    await invoke(await put('printer', 'exports.handler = async () => { console.log("to the log") }'));
    await until(() => logs.join('').includes('to the log'));
    expect(logs.join('')).toContain('to the log');
  });

  test('the console of a function with JSON as its log format makes objects of what it is given', async () => {
    const source = `exports.handler = async () => { console.log('{"_aws":{}}'); console.warn('a', 7); process.stdout.write('{"own":1}\\n') }`;
    await invoke(await put('json-printer', source, { LoggingConfig: { LogFormat: 'JSON' } }));
    await until(() => logs.join('').includes('"own":1'));
    const lines = logs.join('').split('\n');
    const found = lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
    expect(found).toEqual([
      expect.objectContaining({ level: 'INFO', message: '{"_aws":{}}', requestId: expect.any(String) }),
      expect.objectContaining({ level: 'WARN', message: 'a 7' }),
      { own: 1 },
    ]);
  });

  test('unknown functions and payloads that are no JSON are named errors', async () => {
    await expect(invoke('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const name = await put('plain', 'exports.handler = async () => 1');
    const bad = lambda.send(new InvokeCommand({ FunctionName: name, Payload: 'not json' }));
    await expect(bad).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });

  test('a function is described', async () => {
    const name = await put('described', 'exports.handler = async () => 1', { MemorySize: 256, Timeout: 7 });
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
    expect(Configuration).toMatchObject({ FunctionName: name, MemorySize: 256, Timeout: 7, State: 'Active' });
  });
});

describe('a function’s role', () => {
  const source = 'exports.handler = async () => 1';

  test.each([
    ['that trusts another service', 'states.amazonaws.com'],
    ['that is not there', undefined],
  ])('%s is refused, and so the function, with what to do about it', async (_which, trusted) => {
    const strange = trusted ? await deployRole(laptop, trusted, [], 'Strange') : `${Role}-not-there`;
    const deployed = put('refused', source, { Role: strange });
    await expect(deployed).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(deployed).rejects.toThrow(
      `lambda.amazonaws.com may not act as ${strange} for ` +
        'arn:aws:lambda:eu-west-1:000000000000:function:test-refused: there must be such a role, and its ' +
        'AssumeRolePolicyDocument must allow sts:AssumeRole to the service lambda.amazonaws.com',
    );
    await expect(invoke('test-refused')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

test('a request signed with a wrong secret is refused', async () => {
  const credentials = { ...laptop.clientConfig.credentials, secretAccessKey: 'wrong' };
  const stranger = new LambdaClient({ ...laptop.clientConfig, credentials, maxAttempts: 1 });
  const call = stranger.send(new GetFunctionCommand({ FunctionName: 'x' }));
  await expect(call).rejects.toMatchObject({ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 403 } });
  stranger.destroy();
});

test('an unknown access key is refused', async () => {
  const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'wrong' };
  const stranger = new LambdaClient({ ...laptop.clientConfig, credentials, maxAttempts: 1 });
  const call = stranger.send(new GetFunctionCommand({ FunctionName: 'x' }));
  await expect(call).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  stranger.destroy();
});

test('an asynchronous invocation that fails is tried again until it works', async () => {
  const flag = join(code, 'attempts.txt');
  const source = `const fs = require('node:fs'); exports.handler = async () => {
    fs.appendFileSync(${JSON.stringify(flag)}, 'x');
    if (fs.readFileSync(${JSON.stringify(flag)}, 'utf8').length < 2) throw new Error('not yet') }`;
  const { StatusCode } = await invoke(await put('later', source), {}, 'Event');
  expect(StatusCode).toBe(202);
  const { readFileSync, existsSync } = await import('node:fs');
  const attempts = () => (existsSync(flag) ? readFileSync(flag, 'utf8').length : 0);
  await until(() => attempts() >= 2);
  expect(attempts()).toBe(2);
});

describe('an event invoke configuration', () => {
  const destination = { Destination: 'arn:aws:sqs:eu-west-1:000000000000:queue' };

  test.each<[string, object]>([
    ['DestinationConfig.OnSuccess', { DestinationConfig: { OnSuccess: destination, OnFailure: destination } }],
    ['Qualifier live', { Qualifier: 'live' }],
    ['Retries', { Retries: 1 }],
  ])('is refused with %s, which nothing here acts on', async (named, properties) => {
    const FunctionName = await put('configured', 'exports.handler = async () => 1');
    const deployed = laptop.deploy('AWS::Lambda::EventInvokeConfig', 'Config', { FunctionName, ...properties });
    await expect(deployed).rejects.toThrow(`(AWS::Lambda::EventInvokeConfig): ${named} has no local counterpart`);
  });

  test('is taken with a destination of failures', async () => {
    const FunctionName = await put('configured', 'exports.handler = async () => 1');
    const properties = { FunctionName, Qualifier: '$LATEST', DestinationConfig: { OnFailure: destination } };
    await expect(laptop.deploy('AWS::Lambda::EventInvokeConfig', 'Config', properties)).resolves.toBeDefined();
  });
});

test('functions are listed, each as its template has it', async () => {
  const FunctionName = await put('listed', 'exports.handler = async () => 1', { MemorySize: 256, Timeout: 7 });
  const expected = { FunctionName, Handler: 'index.handler', MemorySize: 256, Timeout: 7, Role };
  expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject(expected);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  expect(Functions.filter((one) => one.FunctionName === FunctionName)).toMatchObject([expected]);
});
