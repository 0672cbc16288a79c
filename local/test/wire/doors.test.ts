import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { createS3 } from '../../services/s3';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { signedHeaders } from '../../wire/sign';

let laptop: Laptop;
let web: string;
let aws: string;
const reached: string[] = [];

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [
    createS3(kernel),
    {
      hostNames: ['tenant.localhost'],
      handle(asked, response) {
        if (!asked.url?.startsWith('/probe')) return false;
        reached.push(`${asked.method} aws`);
        response.end('reached');
        return true;
      },
    },
  ]);
  web = laptop.kernel.address('web');
  aws = laptop.kernel.endpoint;
  for (const port of ['web', 'api'] as const) {
    const names = port === 'api' ? ['abc.execute-api.eu-west-1.amazonaws.com'] : [];
    laptop.kernel.listen(
      port,
      (asked, response) => {
        reached.push(`${asked.method} ${port}`);
        response.end('reached');
      },
      names,
    );
  }
});
afterAll(() => laptop.stop());
beforeEach(() => {
  reached.length = 0;
});

/** `fetch` would not send another host. Returns the status, and the name of a refusal. */
async function ask(address: string, headers: Record<string, string>, method = 'GET'): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: '/probe', method, headers }, async (response) => {
      const body = await text(response);
      expect(response.headers['access-control-allow-origin']).toBeUndefined();
      resolve(`${response.statusCode} ${body.startsWith('{') ? JSON.parse(body).__type : body}`);
    })
      .on('error', reject)
      .end();
  });
}

const portOf = (address: string) => new URL(address).port;
const ports = ['web', 'api', 'aws'] as const;
const addressOf = (name: (typeof ports)[number]) => (name === 'aws' ? aws : laptop.kernel.address(name));

describe.each(ports)('the port %s', (name) => {
  test.each<[string, (port: string) => string]>([
    ['a name that was rebound to this machine', (port) => `evil.example:${port}`],
    ['a name that was rebound, without a port', () => 'evil.example'],
    ['a name that contains a loopback address', (port) => `127.0.0.1.evil.example:${port}`],
    ['a name that ends like a loopback name', (port) => `evil-localhost:${port}`],
    ['a name below localhost that nobody uses', (port) => `evil.localhost:${port}`],
    ['another port', () => '127.0.0.1:1'],
    ['a user in front of the name', (port) => `127.0.0.1:${port}@evil.example`],
    ['an address of the network', (port) => `192.168.1.10:${port}`],
    ['the address of all interfaces', (port) => `0.0.0.0:${port}`],
    ['another API', () => 'evil1.execute-api.eu-west-1.amazonaws.com'],
  ])('refuses as host %s', async (_, hostOf) => {
    const address = addressOf(name);
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      expect(await ask(address, { host: hostOf(portOf(address)) }, method)).toBe('421 ForeignHost');
    }
    expect(reached).toEqual([]);
  });

  test.each(['127.0.0.1', 'localhost', 'LOCALHOST'])('serves the host %s', async (host) => {
    const address = addressOf(name);
    expect(await ask(address, { host: `${host}:${portOf(address)}` })).toBe('200 reached');
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('refuses %s of pages of other origins', async (method) => {
    const origins = ['http://evil.example', 'https://127.0.0.1', 'http://127.0.0.1:1', `${web}.evil.example`, 'null'];
    for (const origin of origins) expect(await ask(addressOf(name), { origin }, method)).toBe('403 ForeignOrigin');
    expect(reached).toEqual([]);
  });

  test('serves the page, itself, and programs', async () => {
    const address = addressOf(name);
    const callers: Record<string, string>[] = [{ origin: web }, { origin: address }, {}];
    for (const headers of callers) expect(await ask(address, headers, 'POST')).toBe('200 reached');
  });
});

test('a page of another origin reads nothing from the AWS port, not even by an image, but may link to it', async () => {
  const origin = 'http://evil.example';
  for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(await ask(aws, { origin }, method)).toMatch(/^403/);
  const image = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
  expect(await ask(aws, image)).toBe('403 ForeignOrigin');
  expect(reached).toEqual([]);
  expect(await ask(aws, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe('200 reached');
});

test('responses of the web port say themselves which pages may read them', async () => {
  expect(await ask(web, { origin: 'https://player.example' })).toBe('200 reached');
});

test('names that services are addressed by are served at their port only', async () => {
  const api = laptop.kernel.address('api');
  const ofApi = { host: 'abc.execute-api.eu-west-1.amazonaws.com' };
  expect(await ask(api, ofApi)).toBe('200 reached');
  expect(await ask(aws, ofApi)).toBe('421 ForeignHost');
  expect(await ask(aws, { host: `tenant.localhost:${portOf(aws)}` })).toBe('200 reached');
  expect(await ask(aws, { host: 'tenant.localhost:1' })).toBe('421 ForeignHost');
});

test('a call of a page of another origin has no effect, although it is signed', async () => {
  const { ref: Bucket } = await laptop.deploy('AWS::S3::Bucket', 'Films', {});
  const { host } = new URL(aws);
  const keys = { ...laptop.clientConfig.credentials, sessionToken: '' };
  const [method, path, body] = ['PUT', `/${Bucket}/film`, 'evil'] as const;
  const put = async (more: Record<string, string>) => {
    const to = { region: 'eu-west-1', service: 's3' };
    const hash = { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') };
    const { host: _, ...headers } = signedHeaders({ method, host, path, headers: hash, body }, keys, to, Date.now());
    return (await fetch(`${aws}${path}`, { method, headers: { ...headers, ...more }, body })).status;
  };
  const client = new S3Client({ ...laptop.clientConfig, forcePathStyle: true });
  const objects = async () => (await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount;
  expect([await put({ origin: 'http://evil.example' }), await objects()]).toEqual([403, 0]);
  expect([await put({ origin: web }), await objects()]).toEqual([200, 1]);
  client.destroy();
});

test('the HTTP/2 port of the AWS APIs follows the same rules', async () => {
  const session = connect(laptop.h2cEndpoint);
  const own = new URL(laptop.h2cEndpoint).host;
  const status = (headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ':method': 'POST', ':path': '/', ...headers });
      stream.once('response', ({ ':status': code }) => resolve(code));
      stream.once('error', reject);
      stream.resume().end('{}');
    });
  expect(await status({ ':authority': 'evil.example' })).toBe(421);
  expect(await status({ ':authority': own, host: 'evil.example' })).toBe(421);
  expect(await status({ ':authority': own, origin: 'http://evil.example' })).toBe(403);
  // The operation's own refusal: the request has passed the door.
  expect(await status({ ':authority': own, 'x-amz-target': 'Nothing.Nothing' })).toBe(404);
  session.destroy();
});
