import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { admitting, type Refuse, refuseAsApi, refuseAsEdge, refuseAsService } from '../../kernel/admission';
import { until } from '../../testing/until';

async function serve(refuse: Refuse, limit = 2) {
  const held: ServerResponse[] = [];
  const server = createServer(admitting((_, response) => held.push(response), refuse, limit));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { address, held, close };
}

test('a port serves so many requests at once, refuses the next, and serves again when one has ended or left', async () => {
  const { address, held, close } = await serve(refuseAsApi);
  const first = fetch(address);
  await until(() => held.length === 1);
  const leaving = request(address);
  leaving.on('error', () => {}).end();
  await until(() => held.length === 2);
  const refused = await fetch(address);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
  held[0]?.end('served');
  expect(await (await first).text()).toBe('served');
  leaving.destroy();
  await until(() => held[1]?.destroyed);
  const others = [fetch(address), fetch(address)];
  await until(() => held.length === 4);
  for (const response of held) response.end();
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200]);
  await close();
});

test.each([
  ['the distribution', refuseAsEdge, {}, 503, /could not be satisfied/],
  ['S3 without a signature', refuseAsService, {}, 503, /<Code>SlowDown<\/Code>/],
  [
    'S3',
    refuseAsService,
    { authorization: 'AWS4-HMAC-SHA256 Credential=K/20260101/eu-west-1/s3/aws4_request, Signature=x' },
    503,
    /SlowDown/,
  ],
  ['DynamoDB', refuseAsService, { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, 429, /"__type":"ThrottlingException"/],
  [
    'Lambda',
    refuseAsService,
    { authorization: 'AWS4-HMAC-SHA256 Credential=K/20260101/eu-west-1/lambda/aws4_request, Signature=x' },
    429,
    /ThrottlingException/,
  ],
])('%s refuses in its own form, with the time of the next try', async (_, refuse, headers, status, body) => {
  const { address, close } = await serve(refuse as Refuse, 0);
  const response = await fetch(address, { headers: headers as Record<string, string> });
  expect([response.status, response.headers.get('retry-after')]).toEqual([status, '2']);
  expect(await response.text()).toMatch(body as RegExp);
  await close();
});
