import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createCloudFront } from '../../../services/cloudfront';
import { createS3 } from '../../../services/s3';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const apiHost = 'abc.execute-api.eu-west-1.amazonaws.com';
const managedCaching = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const managedUncached = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const asked: { method?: string; url?: string; headers: IncomingMessage['headers'] }[] = [];
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let laptop: Laptop;
let web: string;
let keyId: string;

const rewrite = `function handler(event) {
  var request = event.request;
  if (request.uri.indexOf('/v/stop/') === 0) return { statusCode: 403, statusDescription: 'Forbidden', body: 'stopped' };
  request.uri = request.uri.replace(/^\\/v\\/[^/]+/, '');
  return request;
}`;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createS3(kernel), createCloudFront(kernel)]);
  web = laptop.kernel.address('web');
  // The only origin of a laptop in addition to its buckets: the HTTP API's address.
  const respond: RequestListener = (request, response) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers });
    const status = Number(/status=(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
    const type = request.url?.includes('.m4s') ? 'video/mp4' : 'application/json';
    if (request.url?.includes('compressed') && request.headers['accept-encoding']) {
      response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=60', 'content-encoding': 'gzip' });
      response.end(gzipSync('x'.repeat(2000)));
      return;
    }
    response.writeHead(status, { 'content-type': type, 'cache-control': 'max-age=60', etag: '"e"' });
    response.end('x'.repeat(2000));
  };
  laptop.kernel.listen('api', respond, [apiHost]);
  const deploy = async (type: string, id: string, properties: object) =>
    (await laptop.deploy(`AWS::CloudFront::${type}`, id, properties)).ref;
  keyId = await deploy('PublicKey', 'Key', {
    PublicKeyConfig: { EncodedKey: publicKey.export({ type: 'spki', format: 'pem' }), Name: 'k', CallerReference: 'k' },
  });
  const group = await deploy('KeyGroup', 'Group', { KeyGroupConfig: { Items: [keyId], Name: 'g' } });
  const code = await deploy('Function', 'Rewrite', {
    FunctionCode: rewrite,
    FunctionConfig: { Runtime: 'cloudfront-js-2.0', Comment: '' },
  });
  const headers = await deploy('ResponseHeadersPolicy', 'Headers', {
    ResponseHeadersPolicyConfig: {
      Name: 'h',
      SecurityHeadersConfig: {
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
      },
      CustomHeadersConfig: {
        Items: [{ Header: 'Cross-Origin-Resource-Policy', Value: 'same-origin', Override: true }],
      },
    },
  });
  const replica = await laptop.deploy('AWS::S3::Bucket', 'Replica', {});
  await allowDistributions(replica.ref);
  const behaviour = { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only', ResponseHeadersPolicyId: headers };
  await deploy('Distribution', 'Distribution', {
    DistributionConfig: {
      Enabled: true,
      Origins: [
        { Id: 'api', DomainName: apiHost, CustomOriginConfig: {} },
        { Id: 'replica', DomainName: replica.attributes.RegionalDomainName, S3OriginConfig: {} },
      ],
      OriginGroups: {
        Items: [
          {
            Id: 'both',
            Members: { Items: [{ OriginId: 'api' }, { OriginId: 'replica' }] },
            FailoverCriteria: { StatusCodes: { Items: [500, 503] } },
          },
        ],
      },
      CacheBehaviors: [
        {
          ...behaviour,
          PathPattern: '/v/*',
          CachePolicyId: managedCaching,
          TrustedKeyGroups: [group],
          FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: code }],
        },
        {
          ...behaviour,
          TargetOriginId: 'both',
          PathPattern: '/both/*',
          CachePolicyId: managedUncached,
          OriginRequestPolicyId: allViewerExceptHost,
        },
        {
          ...behaviour,
          PathPattern: '/api/*',
          CachePolicyId: managedUncached,
          OriginRequestPolicyId: allViewerExceptHost,
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        },
      ],
      DefaultCacheBehavior: { ...behaviour, CachePolicyId: managedCaching, Compress: true },
    },
  });
});

afterAll(() => laptop.stop());
beforeEach(() => {
  asked.length = 0;
});

/** The statement for CloudFront in the content bucket's policy, and an object to read. */
async function allowDistributions(Bucket: string) {
  const PolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/both/*`,
        Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:cloudfront::000000000000:distribution/*' } },
      },
    ],
  };
  await laptop.deploy('AWS::S3::BucketPolicy', 'ReplicaPolicy', { Bucket, PolicyDocument });
  const s3 = new S3Client(laptop.clientConfig);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'both/film.m4s', Body: 'from the replica' }));
  s3.destroy();
}

const encode = (data: Buffer | string) =>
  Buffer.from(data).toString('base64').replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~');

interface Changes {
  readonly resource?: string;
  readonly expires?: number;
  readonly key?: KeyObject;
  readonly keyId?: string;
}

function cookies(session: string, changes: Changes = {}): Record<string, string> {
  const Resource = changes.resource ?? `${web}/v/${session}/*`;
  const epoch = changes.expires ?? Math.floor(Date.now() / 1000) + 60;
  const policy = JSON.stringify({ Statement: [{ Resource, Condition: { DateLessThan: { 'AWS:EpochTime': epoch } } }] });
  return {
    'CloudFront-Policy': encode(policy),
    'CloudFront-Signature': encode(
      createSign('SHA1')
        .update(policy)
        .sign(changes.key ?? privateKey),
    ),
    'CloudFront-Key-Pair-Id': changes.keyId ?? keyId,
  };
}

const header = (values: Record<string, string>) => ({
  cookie: Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('; '),
});

describe('signed cookies', () => {
  test('open the path that they name, and the function maps the session away', async () => {
    const response = await fetch(`${web}/v/one/film/a.m4s`, { headers: header(cookies('one')) });
    expect(response.status).toBe(200);
    expect(asked.map(({ url }) => url)).toEqual(['/film/a.m4s']);
  });

  const flipped = (name: string) => (values: Record<string, string>) => {
    const value = values[name] as string;
    const at = Math.floor(value.length / 2);
    return { ...values, [name]: value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1) };
  };

  test.each<[string, () => Record<string, string>]>([
    ['no cookies', () => ({})],
    ['cookies of another session', () => cookies('two')],
    ['expired cookies', () => cookies('one', { expires: Math.floor(Date.now() / 1000) - 1 })],
    ['a key that is not in the group', () => cookies('one', { keyId: 'EUNKNOWN' })],
    [
      'a signature by another key',
      () => cookies('one', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }),
    ],
    ['a policy with one character changed', () => flipped('CloudFront-Policy')(cookies('one'))],
    ['a signature with one character changed', () => flipped('CloudFront-Signature')(cookies('one'))],
    [
      'a policy that is cut',
      () => ({ ...cookies('one'), 'CloudFront-Policy': cookies('one')['CloudFront-Policy']?.slice(0, -9) ?? '' }),
    ],
    ['another host in the policy', () => cookies('one', { resource: 'https://evil.example/v/one/*' })],
    [
      'a signature in plain base64',
      () => {
        // Signatures differ each time, so that one with a character that the two alphabets do not share is found soon.
        for (;;) {
          const values = cookies('one');
          const signature = values['CloudFront-Signature'] as string;
          if (/[-~]/.test(signature)) {
            return {
              ...values,
              'CloudFront-Signature': signature.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'),
            };
          }
        }
      },
    ],
  ])('%s: 403, and the origin is not asked', async (_, values) => {
    const response = await fetch(`${web}/v/one/film/b.m4s`, { headers: header(values()) });
    expect(response.status).toBe(403);
    expect(asked).toEqual([]);
  });

  test('a path that climbs out of the session is refused', async () => {
    for (const path of ['/v/one/../two/film/c.m4s', '/v/one/%2e%2e/two/film/c.m4s']) {
      const { request } = await import('node:http');
      const status = await new Promise((resolve) =>
        request(`${web}/`, { path, headers: header(cookies('two')) }, (response) => resolve(response.statusCode)).end(),
      );
      expect(status).toBe(403);
    }
  });
});

test('a signed URL opens its path, and its parameters do not reach the origin', async () => {
  const { 'CloudFront-Policy': Policy = '', 'CloudFront-Signature': Signature = '' } = cookies('one');
  const query = new URLSearchParams({ Policy, Signature, 'Key-Pair-Id': keyId });
  const response = await fetch(`${web}/v/one/film/d.m4s?${query}`);
  expect(response.status).toBe(200);
  expect(asked.map(({ url }) => url)).toEqual(['/film/d.m4s']);
});

test('two sessions share what is cached', async () => {
  const get = (session: string) => fetch(`${web}/v/${session}/film/e.m4s`, { headers: header(cookies(session)) });
  expect((await get('one')).headers.get('x-cache')).toBe('Miss from cloudfront');
  expect((await get('two')).headers.get('x-cache')).toBe('Hit from cloudfront');
  expect(asked).toHaveLength(1);
});

test('a function can answer by itself', async () => {
  const response = await fetch(`${web}/v/stop/x`, { headers: header(cookies('stop')) });
  expect([response.status, await response.text()]).toEqual([403, 'stopped']);
});

test('a part of what is cached is served by Range, and a range beyond the end is 416', async () => {
  await fetch(`${web}/ranged`);
  const part = await fetch(`${web}/ranged`, { headers: { range: 'bytes=10-19' } });
  expect([part.status, part.headers.get('content-range'), (await part.text()).length]).toEqual([
    206,
    'bytes 10-19/2000',
    10,
  ]);
  expect((await fetch(`${web}/ranged`, { headers: { range: 'bytes=5000-' } })).status).toBe(416);
});

test('the API behaviour passes method, query and headers on, and caches nothing', async () => {
  const send = () =>
    fetch(`${web}/api/things?x=1`, { method: 'POST', headers: { authorization: 'Bearer t' }, body: '{}' });
  await send();
  await send();
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatchObject({ method: 'POST', url: '/api/things?x=1' });
  expect(asked[0]?.headers).toMatchObject({
    authorization: 'Bearer t',
    host: apiHost,
  });
});

test('a method that the behaviour does not allow is refused', async () => {
  expect((await fetch(`${web}/page`, { method: 'DELETE' })).status).toBe(403);
});

test('security headers are on every answer, errors too', async () => {
  for (const path of ['/page', '/v/one/film/f.m4s']) {
    const { headers } = await fetch(`${web}${path}`);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  }
});

test('text is compressed when the viewer accepts it, video is not', async () => {
  const headers = { 'accept-encoding': 'gzip' };
  expect((await fetch(`${web}/text`, { headers })).headers.get('content-encoding')).toBe('gzip');
  expect((await fetch(`${web}/seg.m4s`, { headers })).headers.get('content-encoding')).toBeNull();
});

test('an origin is told what the viewer accepts, and what it compressed reaches only who accepts that', async () => {
  const read = async (accepted: string) => {
    const response = await fetch(`${web}/compressed`, { headers: { 'accept-encoding': accepted } });
    const { headers } = response;
    return [headers.get('content-encoding'), headers.get('x-cache')?.slice(0, 4), (await response.text()).length];
  };
  expect(await read('gzip;q=0.8, deflate, br')).toEqual(['gzip', 'Miss', 2000]);
  expect(asked.at(-1)?.headers['accept-encoding']).toBe('br,gzip');
  expect(await read('br, gzip')).toEqual(['gzip', 'Hit ', 2000]);
  expect(await read('identity')).toEqual([null, 'Miss', 2000]);
  expect(asked.at(-1)?.headers['accept-encoding']).toBeUndefined();
});

test('an unchanged entity is 304', async () => {
  await fetch(`${web}/same`);
  expect((await fetch(`${web}/same`, { headers: { 'if-none-match': '"e"' } })).status).toBe(304);
});

describe('an origin group', () => {
  const read = async (query: string) => {
    const response = await fetch(`${web}/both/film.m4s?${query}`);
    return [response.status, (await response.text()).slice(0, 16)];
  };

  test('is answered by the second origin when the first fails', async () => {
    expect(await read('status=503')).toEqual([200, 'from the replica']);
  });

  test('is answered by the first when it refuses: what is forbidden there is not fetched elsewhere', async () => {
    expect(await read('status=403')).toEqual([403, 'xxxxxxxxxxxxxxxx']);
  });

  test('answers 403 for what is missing in a bucket that it may not list', async () => {
    const response = await fetch(`${web}/both/other?status=500`);
    expect(response.status).toBe(403);
  });
});
