import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PollyClient } from '@aws-sdk/client-polly';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { awsClient } from '../../../lambda/shared/aws-client';

let server: Server;
let requests = 0;
let respond: (response: ServerResponse) => void = () => {};

beforeAll(async () => {
  server = createServer((_, response) => {
    requests += 1;
    respond(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
beforeEach(() => {
  requests = 0;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
});

const config = () => ({
  region: 'eu-west-1',
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  forcePathStyle: true,
});
const read = new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } });

test('a call without a response ends, and is repeated as often as stated', async () => {
  respond = () => {};
  const client = awsClient(DynamoDBClient, { ...config(), responseMs: 50, maxAttempts: 2 });
  await expect(client.send(read)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(requests).toBe(2);
});

test('a call succeeds after attempts that failed', async () => {
  respond = (response) => {
    if (requests < 3) response.writeHead(500).end();
    else response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  };
  await expect(awsClient(DynamoDBClient, config()).send(read)).resolves.toBeDefined();
  expect(requests).toBe(3);
});

test('a body that stops ends the call', async () => {
  respond = (response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('half');
  };
  const client = awsClient(S3Client, { ...config(), responseMs: 50 });
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
  await expect(Body?.transformToString()).rejects.toThrow();
});

test('a client of HTTP/2 keeps the other defaults of the SDK', async () => {
  const { requestHandler } = awsClient(PollyClient, config()).config as never as {
    requestHandler: { httpHandlerConfigs(): object; configProvider: Promise<object> };
  };
  expect(await requestHandler.configProvider).toMatchObject({ requestTimeout: 5_000, disableConcurrentStreams: true });
});

test('every client of every function is created here', () => {
  const root = resolve(__dirname, '../../../lambda');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const found = (pattern: RegExp) =>
    files.flatMap((name) =>
      [...readFileSync(join(root, name), 'utf8').matchAll(pattern)].map(([it]) => `${name}: ${it}`),
    );
  expect(found(/new \w+Client\(/g)).toEqual([]);
  expect(found(/awsClient\(\w+Client\b/g).length).toBeGreaterThan(40);
});
