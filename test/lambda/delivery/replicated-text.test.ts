import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { ReplicatedTexts } from '../../../lambda/delivery/replicated-text.client';
import { captureLines } from '../../support/lines';

/** Two regions' buckets that answer what a test says. */
const answers = { primary: 200, replica: 200 };
const servers: Server[] = [];
const clients: S3Client[] = [];
let texts: ReplicatedTexts;

async function bucket(name: keyof typeof answers) {
  const server = createServer((_request, response) => {
    const status = answers[name];
    const code = status === 403 ? 'AccessDenied' : status === 404 ? 'NoSuchKey' : 'InternalError';
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(status === 200 ? `of the ${name}` : `<Error><Code>${code}</Code><Message>m</Message></Error>`);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new S3Client({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
  clients.push(client);
  return { client, bucket: 'content' };
}

beforeAll(async () => {
  captureLines();
  texts = new ReplicatedTexts(await bucket('primary'), await bucket('replica'));
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
});

test.each([
  ['the primary, while it answers', 200, 200, 'of the primary'],
  ['the replica, when the primary refuses', 403, 200, 'of the replica'],
  ['the replica, when the primary fails', 503, 200, 'of the replica'],
  ['nothing, where neither has it', 404, 404, undefined],
] as const)('a text is read from %s', async (_, primary, replica, expected) => {
  Object.assign(answers, { primary, replica });
  expect(await texts.read('film/index.m3u8')).toBe(expected);
});

test.each([403, 500])('both failing by %d is an error, and not a missing text', async (status) => {
  Object.assign(answers, { primary: status, replica: status });
  await expect(texts.read('film/index.m3u8')).rejects.toThrow();
});
