import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as states from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import { ServiceError } from '../../kernel/service';
import { credentials, pageOrigin, type Served, serve } from '../../wire/serve';

let served: Served;
let answer: (input: Record<string, unknown>) => unknown;

beforeAll(async () => {
  const services = [
    { id: 's3', sdk: s3 },
    { id: 'states', sdk: states },
    { id: 'lambda', sdk: lambda },
    { id: 'sns', sdk: sns },
  ];
  served = await serve(services, (input) => answer(input));
});
afterAll(() => served.close());
beforeEach(() => {
  served.calls.length = 0;
  served.logs.length = 0;
  answer = () => ({});
});

const json = (target: string, body = '{}') =>
  fetch(served.endpoint, { method: 'POST', headers: { 'x-amz-target': target }, body });

describe('what is unknown', () => {
  test('as a service is 501, by name', async () => {
    const client = new kms.KMSClient(served.clientConfig);
    const call = client.send(new kms.ListKeysCommand({}));
    await expect(call).rejects.toMatchObject({
      name: 'UnknownService',
      message: "This runtime has no service 'kms'",
      $metadata: { httpStatusCode: 501 },
    });
    client.destroy();
  });

  test('as an operation is 404, in every protocol', async () => {
    const unknown = await json('AWSStepFunctions.StartFilm');
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { __type: 'UnknownOperationException' }]);
    const patched = await fetch(`${served.endpoint}/b/k`, { method: 'PATCH' });
    expect([patched.status, await patched.text()]).toMatchObject([
      404,
      expect.stringContaining('<Code>UnknownOperationException</Code>'),
    ]);
    expect(served.calls).toEqual([]);
  });

  test('as an access key is refused, and as a secret too', async () => {
    const nameOf = async (accessKeyId: string, secretAccessKey: string) => {
      const strange = { ...served.clientConfig, credentials: { accessKeyId, secretAccessKey } };
      const client = new states.SFNClient(strange);
      const thrown = await client.send(new states.ListStateMachinesCommand({})).catch((error) => error);
      client.destroy();
      return (thrown as Error).name;
    };
    expect(await nameOf('AKIANOBODY', 'x')).toBe('UnrecognizedClientException');
    expect(await nameOf(credentials.accessKeyId, 'x')).toBe('InvalidSignatureException');
    expect(served.calls).toEqual([]);
  });

  test('as an access key has the name of each protocol', async () => {
    const strange = { ...served.clientConfig, credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' } };
    const nameOf = (call: Promise<unknown>) => call.then(undefined, (error: Error) => error.name);
    const bySns = new sns.SNSClient(strange);
    expect(await nameOf(bySns.send(new sns.ListTopicsCommand({})))).toBe('InvalidClientTokenId');
    const byS3 = new s3.S3Client({ ...strange, forcePathStyle: true });
    expect(await nameOf(byS3.send(new s3.ListBucketsCommand({})))).toBe('InvalidAccessKeyId');
    const byLambda = new lambda.LambdaClient(strange);
    expect(await nameOf(byLambda.send(new lambda.ListFunctionsCommand({})))).toBe('UnrecognizedClientException');
    for (const client of [bySns, byS3, byLambda]) client.destroy();
    expect(served.calls).toEqual([]);
  });
});

test('a signature for one service opens no other', async () => {
  const client = new s3.S3Client({ ...served.clientConfig, forcePathStyle: true });
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: object }).headers, {
        'x-amz-target': 'AWSStepFunctions.StopExecution',
      });
      return next(args);
    },
    { step: 'build' },
  );
  const thrown = await client.send(new s3.PutObjectCommand({ Bucket: 'b', Key: 'k', Body: '{}' })).catch((e) => e);
  expect(thrown.$metadata.httpStatusCode).toBe(403);
  expect(served.calls).toEqual([]);
  client.destroy();
});

describe('a body', () => {
  const limit = 12 * 1024 * 1024;

  test('over the limit is 413, and at the limit is taken', async () => {
    const body = (size: number) => `{"executionArn":"${'x'.repeat(size - 19)}"}`;
    expect((await json('AWSStepFunctions.StopExecution', body(limit))).status).toBe(200);
    const over = await json('AWSStepFunctions.StopExecution', body(limit + 1));
    expect([over.status, await over.json()]).toMatchObject([413, { __type: 'RequestEntityTooLargeException' }]);
    expect(served.calls).toHaveLength(1);
  });

  test('over the limit is 413 when it is signed, too, and streams are not limited', async () => {
    const functions = new lambda.LambdaClient(served.clientConfig);
    const invoke = new lambda.InvokeCommand({ FunctionName: 'f', Payload: Buffer.alloc(limit + 1) });
    await expect(functions.send(invoke)).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
    functions.destroy();
    let received = 0;
    answer = async ({ Body }) => {
      for await (const chunk of Body as Readable) received += (chunk as Buffer).length;
      return {};
    };
    const objects = new s3.S3Client({ ...served.clientConfig, forcePathStyle: true });
    await objects.send(new s3.PutObjectCommand({ Bucket: 'b', Key: 'k', Body: Buffer.alloc(limit + 1) }));
    expect(received).toBe(limit + 1);
    objects.destroy();
  });

  test('that is not what was signed errs where it is read', async () => {
    answer = async ({ Body }) => {
      await text(Body as Readable);
      return {};
    };
    const client = new s3.S3Client({ ...served.clientConfig, forcePathStyle: true });
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: 'xyz' });
        return next(args);
      },
      { step: 'deserialize' },
    );
    const call = client.send(new s3.PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'abc' }));
    await expect(call).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' });
    client.destroy();
  });
});

describe('an internal error', () => {
  const broken = () => {
    throw new TypeError(`cannot read /home/ann/secret of undefined`);
  };

  test.each([
    ['JSON', () => json('AWSStepFunctions.StopExecution', '{"executionArn":"a"}')],
    ['REST-XML', () => fetch(`${served.endpoint}/b/k`)],
  ])('is 500 and logged in %s, and says nothing of what went wrong', async (_protocol, ask) => {
    answer = broken;
    const response = await ask();
    const body = await response.text();
    expect(response.status).toBe(500);
    expect(body).toContain('InternalFailure');
    expect(body).not.toMatch(/secret|undefined|TypeError|\.ts|node:/);
    expect(served.logs).toEqual([expect.stringMatching(/internal error.*TypeError: cannot read.*server\.test/)]);
  });

  test('of a value that is no error is one all the same', async () => {
    answer = () => {
      throw undefined;
    };
    expect((await fetch(`${served.endpoint}/b/k`)).status).toBe(500);
    expect(served.logs).toHaveLength(1);
  });

  test('in the middle of an answer breaks it off, and is logged', async () => {
    answer = () => ({
      Body: Readable.from(
        (async function* () {
          yield Buffer.from('begun');
          await new Promise((done) => setTimeout(done, 50));
          throw new Error('disk gone');
        })(),
      ),
    });
    const response = await fetch(`${served.endpoint}/b/k`);
    await expect(response.text()).rejects.toThrow();
    expect(served.logs).toEqual([expect.stringContaining('disk gone')]);
  });

  test('is not what a client makes that has read enough', async () => {
    const endless = Readable.from(
      (async function* () {
        for (;;) yield Buffer.alloc(65_536);
      })(),
    );
    answer = () => ({ Body: endless });
    const leave = new AbortController();
    const response = await fetch(`${served.endpoint}/b/k`, { signal: leave.signal });
    await response.body?.getReader().read();
    leave.abort();
    for (let attempt = 0; attempt < 6_000 && !endless.destroyed; attempt += 1) {
      await new Promise((done) => setTimeout(done, 20));
    }
    expect(endless.destroyed).toBe(true);
    expect(served.logs).toEqual([]);
  });
});

test('what is wrong with a number in a query is said, and no operation runs', async () => {
  const response = await fetch(`${served.endpoint}/b?list-type=2&max-keys=many`);
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('<Code>InvalidArgument</Code>'),
  ]);
  expect(served.calls).toEqual([]);
});

test('an error of REST-XML keeps markup and members apart', async () => {
  answer = () => {
    throw new ServiceError('NoSuchKey', 'no <b>&"key"', 404, { Key: 'a&b<c>' });
  };
  const client = new s3.S3Client({ ...served.clientConfig, forcePathStyle: true });
  const call = client.send(new s3.GetObjectCommand({ Bucket: 'b', Key: 'a&b<c>' }));
  await expect(call).rejects.toMatchObject({ name: 'NoSuchKey', message: 'no <b>&"key"', Key: 'a&b<c>' });
  client.destroy();
});

test('the page of the app may call an API, and read what it returns', async () => {
  const wanted = 'x-amz-target, content-type';
  const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': wanted };
  const origin = pageOrigin;
  const preflight = await fetch(served.endpoint, { method: 'OPTIONS', headers: { origin, ...asked } });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  expect(preflight.headers.get('access-control-allow-headers')).toBe(wanted);
  const headers = { origin, 'x-amz-target': 'AWSStepFunctions.StopExecution' };
  const called = await fetch(served.endpoint, { method: 'POST', headers, body: '{"executionArn":"a"}' });
  expect([called.status, called.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  const program = await json('AWSStepFunctions.StopExecution', '{"executionArn":"a"}');
  expect([program.status, program.headers.get('access-control-allow-origin')]).toEqual([200, null]);
});
