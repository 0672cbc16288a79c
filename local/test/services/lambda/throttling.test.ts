import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createLambda } from '../../../services/lambda';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';

const code = mkdtempSync(join(tmpdir(), 'lambda-code-'));
const gates = mkdtempSync(join(tmpdir(), 'lambda-gates-'));
let laptop: Laptop;
let lambda: LambdaClient;

/** Each invocation notes its name, and ends when its gate is open. */
const source = `const fs = require('node:fs');
exports.handler = async ({ name }) => {
  fs.appendFileSync(${JSON.stringify(join(gates, 'begun'))}, name);
  while (!fs.existsSync(${JSON.stringify(gates)} + '/' + name)) await new Promise((done) => setTimeout(done, 5));
  return name;
};`;
const begun = () => {
  try {
    return require('node:fs').readFileSync(join(gates, 'begun'), 'utf8') as string;
  } catch {
    return '';
  }
};
const openGate = (name: string) => writeFileSync(join(gates, name), '');

async function put(logicalId: string): Promise<void> {
  mkdirSync(join(code, logicalId), { recursive: true });
  writeFileSync(join(code, logicalId, 'index.js'), source);
  await laptop.deploy('AWS::Lambda::Function', logicalId, {
    Code: { S3Key: logicalId },
    Role: await deployRole(laptop, 'lambda.amazonaws.com'),
    Handler: 'index.handler',
    Timeout: 600,
    ReservedConcurrentExecutions: 1,
  });
}

const invoke = async (name: string, InvocationType?: 'Event', abortSignal?: AbortSignal) => {
  const Payload = JSON.stringify({ name });
  const { Payload: result } = await lambda.send(
    new InvokeCommand({ FunctionName: 'test-gated', Payload, InvocationType }),
    { abortSignal },
  );
  return result?.length ? JSON.parse(Buffer.from(result).toString()) : undefined;
};

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [
    createLambda(kernel, {
      assetPath: (key) => join(code, key),
      writeLog() {},
      bounds: { length: 2, milliseconds: 500_000 },
    }),
  ]);
  lambda = new LambdaClient({ ...laptop.clientConfig, maxAttempts: 1 });
  await put('Gated');
});

afterAll(async () => {
  lambda.destroy();
  await laptop.stop();
});

test('some invocations wait for a thread; the next is refused at once, and those of absent callers never run', async () => {
  const first = invoke('a');
  await until(() => begun() === 'a');
  const abort = new AbortController();
  const abandoned = invoke('b', undefined, abort.signal).catch((error: Error) => error.name);
  const waiting = invoke('c');
  // Events have no waiting caller, so they are not refused.
  await invoke('d', 'Event');
  const refused = await until(async () => {
    const probe = new AbortController();
    const answer = invoke('x', undefined, probe.signal).catch((error) => error);
    // Until both are in the line, this one joins it; then it leaves again.
    const early = await Promise.race([answer, new Promise<undefined>((done) => setTimeout(done, 200, undefined))]);
    if (early === undefined) probe.abort();
    return early;
  });
  expect(refused).toMatchObject({
    name: 'TooManyRequestsException',
    message: 'Rate Exceeded.',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    retryAfterSeconds: '2',
    $metadata: { httpStatusCode: 429 },
  });
  abort.abort();
  expect(await abandoned).toBe('AbortError');
  for (const name of ['a', 'c', 'd']) openGate(name);
  expect(await first).toBe('a');
  expect(await waiting).toBe('c');
  await until(() => begun().includes('d'));
  expect(begun()).toBe('acd');
});
