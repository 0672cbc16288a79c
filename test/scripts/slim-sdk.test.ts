import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the bundles leave out of the AWS SDK must not be missed by anybody: clients built both ways behave alike. */
const root = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'slim-sdk-'));

const answers: Record<string, { status: number; type: string; body: string }> = {
  '/dynamodb': {
    status: 400,
    type: 'application/x-amz-json-1.0',
    body: '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed","Item":{"id":{"S":"a"}}}',
  },
  '/states': {
    status: 400,
    type: 'application/x-amz-json-1.0',
    body: '{"__type":"ExecutionAlreadyExists","message":"Execution Already Exists"}',
  },
  '/s3': {
    status: 404,
    type: 'application/xml',
    body: '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchUpload</Code><Message>Gone</Message><RequestId>r</RequestId></Error>',
  },
  '/s3-head': { status: 404, type: 'application/xml', body: '' },
};

const program = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, ListPartsCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
const at = (path) => ({ endpoint: process.argv[2] + path, maxAttempts: 1, forcePathStyle: true });
const calls = [
  () => new DynamoDBClient(at('/dynamodb')).send(new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } })),
  () => new SFNClient(at('/states')).send(new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:x:0:y:z' })),
  () => new S3Client(at('/s3')).send(new ListPartsCommand({ Bucket: 'b', Key: 'k', UploadId: 'u' })),
  () => new S3Client(at('/s3-head')).send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' })),
];
const told = [];
const run = async () => {
  for (const call of calls) {
    const { name, message, $fault, $metadata, Item } = await call().catch((error) => error);
    told.push({ name, message, $fault, status: $metadata.httpStatusCode, Item });
  }
  console.log(JSON.stringify(told));
};
run();
`;

const build = `
import { build } from 'esbuild';
import { slimSdk } from './scripts/slim-sdk.mjs';
const [, out, slim] = process.argv;
await build({
  stdin: { contents: process.env.PROGRAM, resolveDir: process.cwd() },
  outfile: out,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  plugins: slim === 'slim' ? slimSdk : [],
  logLevel: 'warning',
});
`;

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    const name = Object.keys(answers).find((one) => path === one || path.startsWith(`${one}/`)) ?? '';
    const { status, type, body } = answers[name] ?? { status: 500, type: 'text/plain', body: '' };
    request.resume().on('end', () => response.writeHead(status, { 'content-type': type }).end(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function told(how: 'slim' | 'whole'): Promise<unknown[]> {
  const out = join(folder, `${how}.cjs`);
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, PROGRAM: program } } as const;
  execFileSync(process.execPath, ['--input-type=module', '--eval', build, out, how], options);
  const env = { PATH: process.env.PATH, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
  const stdout = await new Promise<string>((done, failed) =>
    execFile(process.execPath, [out, url], { env }, (error, text) => (error ? failed(error) : done(text))),
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) as string);
}

describe('a slimmed client tells errors as the whole one does', () => {
  let slim: unknown[];
  let whole: unknown[];
  beforeAll(async () => {
    slim = await told('slim');
    whole = await told('whole');
  });

  test.each([
    ['DynamoDB, with members', 0, 'ConditionalCheckFailedException'],
    ['Step Functions', 1, 'ExecutionAlreadyExists'],
    ['S3', 2, 'NoSuchUpload'],
    ['S3, where the answer has no body', 3, 'NotFound'],
  ] as const)('%s', (_, index, name) => {
    expect(slim[index]).toMatchObject({ name });
    expect(slim[index]).toEqual(whole[index]);
  });
});

test('no handler distinguishes the SDK’s errors by classes that bundles leave out: all except the services’ base classes', () => {
  const sources = readdirSync(join(root, 'lambda'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(sources.length).toBeGreaterThan(100);
  const told = sources.filter((name) => {
    const source = readFileSync(join(root, 'lambda', name), 'utf8');
    const clients = source.match(/import \{[^}]*\} from '@(aws-sdk|smithy)\/[^']*'/g)?.join() ?? '';
    return [...source.matchAll(/instanceof (\w+(?<!ServiceException))\b/g)].some(([, type = '']) =>
      new RegExp(`\\b${type}\\b`).test(clients),
    );
  });
  expect(told).toEqual([]);
});
