import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
} from '@aws-sdk/client-cloudfront';
import type { Kernel } from '../../../kernel/kernel';
import type { Principal } from '../../../kernel/service';
import { createCloudFront } from '../../../services/cloudfront';
import { laptopReading, type Reading } from '../../../services/cloudfront/reading';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const apiHost = 'abc.execute-api.eu-west-1.amazonaws.com';
const caching = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const withoutSession = `function handler(event) {
  var request = event.request;
  request.uri = request.uri.replace(/^\\/v\\/[^/]+/, '');
  return request;
}`;

let laptop: Laptop;
let cloudFront: CloudFrontClient;
let DistributionId: string;
let ahead = 0;
/** Called while the origin makes a response. */
let atOrigin: () => Promise<void>;

/** A distribution that caches everything, whose function removes `/v/{session}` from paths. */
async function start(reading: Partial<Reading> = {}): Promise<void> {
  const create = (kernel: Kernel) => [createCloudFront(kernel, undefined, { ...laptopReading, ...reading })];
  laptop = await startLaptop(create, { now: () => Date.now() + ahead });
  await deploy();
}

async function deploy(): Promise<void> {
  atOrigin = async () => {};
  laptop.kernel.listen(
    'api',
    (_, response) => {
      void atOrigin().then(() => response.writeHead(200, { 'cache-control': 'max-age=600' }).end('film'));
    },
    [apiHost],
  );
  cloudFront = new CloudFrontClient(laptop.clientConfig);
  const { ref: FunctionARN } = await laptop.deploy('AWS::CloudFront::Function', 'Rewrite', {
    FunctionCode: withoutSession,
    FunctionConfig: { Runtime: 'cloudfront-js-2.0', Comment: '' },
  });
  const { ref: byQuery } = await laptop.deploy('AWS::CloudFront::CachePolicy', 'ByQuery', {
    CachePolicyConfig: {
      ...{ Name: 'q', MinTTL: 0, DefaultTTL: 60, MaxTTL: 600 },
      ParametersInCacheKeyAndForwardedToOrigin: {
        ...{ EnableAcceptEncodingGzip: false, CookiesConfig: { CookieBehavior: 'none' } },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['size'] },
      },
    },
  });
  const behaviour = { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only', CachePolicyId: caching };
  const { ref } = await laptop.deploy('AWS::CloudFront::Distribution', 'Distribution', {
    DistributionConfig: {
      ...{ Enabled: true, DefaultRootObject: 'index.html' },
      Origins: [{ Id: 'api', DomainName: apiHost, CustomOriginConfig: {} }],
      CacheBehaviors: [
        {
          ...{ ...behaviour, PathPattern: '/v/*' },
          FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN }],
        },
        { ...behaviour, PathPattern: '/images/*', CachePolicyId: byQuery },
      ],
      DefaultCacheBehavior: behaviour,
    },
  });
  DistributionId = ref;
}

beforeEach(() => {
  ahead = 0;
});
afterEach(async () => {
  cloudFront.destroy();
  await laptop.stop();
});

async function get(path: string): Promise<string> {
  const response = await fetch(`${laptop.kernel.address('web')}${path}`);
  await response.arrayBuffer();
  return (response.headers.get('x-cache') as string).split(' ', 1)[0] as string;
}

let references = 0;
async function invalidate(paths: string[], CallerReference = `reference ${++references}`, Quantity = paths.length) {
  const InvalidationBatch = { Paths: { Quantity, Items: paths }, CallerReference };
  return cloudFront.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
}

/** The paths that the cache still holds after an invalidation. */
async function keptAfter(stored: readonly string[], ...paths: string[]): Promise<string[]> {
  for (const path of stored) await get(path);
  await invalidate(paths);
  const states = await Promise.all(stored.map(async (path) => [path, await get(path)] as const));
  return states.filter(([, state]) => state === 'Hit').map(([path]) => path);
}

test('an object at the path is fetched again, and others are not', async () => {
  await start();
  await expect(keptAfter(['/a1/x.m4s', '/a1/y.m4s', '/A1/x.m4s'], '/a1/x.m4s')).resolves.toEqual([
    '/a1/y.m4s',
    '/A1/x.m4s',
  ]);
});

test('a path with a wildcard names all that begins with it', async () => {
  await start();
  await expect(keptAfter(['/a1/x.m4s', '/a1/de/y.m4s', '/a12/z.m4s'], '/a1/*')).resolves.toEqual(['/a12/z.m4s']);
  await expect(keptAfter(['/a1/x.m4s', '/a12/z.m4s', '/images/i.jpg?size=1', '/'], '/*')).resolves.toEqual([]);
});

test('the default root object has its own path', async () => {
  await start();
  await expect(keptAfter(['/'], '/')).resolves.toEqual(['/']);
  await expect(keptAfter(['/'], '/index.html')).resolves.toEqual([]);
});

test('a path names the parameters of the cache key, and no others', async () => {
  await start();
  const stored = ['/images/i.jpg?size=1&lang=en', '/images/i.jpg?size=2', '/images/i.jpg'];
  await expect(keptAfter(stored, '/images/i.jpg?size=1')).resolves.toEqual(stored.slice(1));
  await expect(keptAfter(stored, '/images/i.jpg*')).resolves.toEqual([]);
});

test.each<[Reading['invalidates'], string[], string[]]>([
  ['both', ['/v/*'], ['/v/s1/a1/x.m4s', '/v/s1/a2/y.m4s']],
  ['both', ['/a1/*'], ['/v/s1/a1/x.m4s', '/v/s1/a2/y.m4s']],
  ['both', ['/v/*', '/a1/*'], ['/v/s1/a2/y.m4s']],
  ['viewer', ['/a1/*'], ['/v/s1/a1/x.m4s', '/v/s1/a2/y.m4s']],
  ['viewer', ['/v/s1/a1/*'], ['/v/s1/a2/y.m4s']],
  ['rewritten', ['/v/*'], ['/v/s1/a1/x.m4s', '/v/s1/a2/y.m4s']],
  ['rewritten', ['/a1/*'], ['/v/s1/a2/y.m4s']],
])('where invalidations name %s of two addresses, %j removes what they name', async (invalidates, paths, kept) => {
  await start({ invalidates });
  await expect(keptAfter(['/v/s1/a1/x.m4s', '/v/s1/a2/y.m4s'], ...paths)).resolves.toEqual(kept);
});

test('two addresses can be named by two invalidations', async () => {
  await start();
  await expect(keptAfter(['/v/s1/a1/x.m4s'], '/a1/*')).resolves.toHaveLength(1);
  await expect(keptAfter(['/v/s1/a1/x.m4s'], '/v/*')).resolves.toEqual([]);
});

test('a response that the origin made before an invalidation is not stored after it', async () => {
  await start();
  atOrigin = async () => {
    await invalidate(['/a1/*']);
  };
  await expect(get('/a1/x.m4s')).resolves.toBe('Miss');
  atOrigin = async () => {};
  await expect(get('/a1/x.m4s')).resolves.toBe('Miss');
});

test('an invalidation is in progress at first, and is listed with the newest first', async () => {
  await start();
  const first = await invalidate(['/a1/*'], 'first');
  expect(first).toMatchObject({
    Location: expect.stringMatching(`/distribution/${DistributionId}/invalidation/I[A-Z0-9]+$`),
    Invalidation: {
      ...{ Status: 'InProgress', CreateTime: expect.any(Date) },
      InvalidationBatch: { CallerReference: 'first', Paths: { Quantity: 1, Items: ['/a1/*'] } },
    },
  });
  ahead += 5_000;
  const second = await invalidate(['/a2/*'], 'second');
  const of = (result: typeof first) => result.Invalidation?.Id;
  const list = (Marker?: string) =>
    cloudFront.send(new ListInvalidationsCommand({ DistributionId, Marker, MaxItems: 1 }));
  const { InvalidationList: page } = await list();
  expect(page).toMatchObject({ IsTruncated: true, NextMarker: of(second), Quantity: 1 });
  expect(page?.Items).toMatchObject([{ Id: of(second), Status: 'InProgress' }]);
  const { InvalidationList: next } = await list(page?.NextMarker);
  expect(next).toMatchObject({ IsTruncated: false, Items: [{ Id: of(first), Status: 'Completed' }] });
  cloudFront.destroy();
  laptop = await laptop.restart();
  await deploy();
  const found = await cloudFront.send(new GetInvalidationCommand({ DistributionId, Id: of(first) }));
  expect(found.Invalidation).toMatchObject({ Status: 'Completed', InvalidationBatch: { CallerReference: 'first' } });
});

test('a repeated request returns the first invalidation, and one with other paths is refused', async () => {
  await start();
  const first = await invalidate(['/a1/*', '/v/*'], 'same');
  const again = await invalidate(['/v/*', '/a1/*'], 'same');
  expect(again.Invalidation).toEqual({ ...first.Invalidation, Status: expect.any(String) });
  await expect(invalidate(['/a2/*'], 'same')).rejects.toMatchObject({ name: 'InvalidationBatchAlreadyExists' });
});

test.each<[string, string, string[]]>([
  ['a path without a slash', 'InvalidArgument', ['a1/*']],
  ['a wildcard that is not the last character', 'InvalidArgument', ['/*/a1']],
  ['a path with characters that must be encoded', 'InvalidArgument', ['/é']],
  ['no path', 'InvalidArgument', []],
  ['16 wildcards', 'TooManyInvalidationsInProgress', Array.from({ length: 16 }, (_, one) => `/a${one}/*`)],
  ['3,001 paths', 'BatchTooLarge', Array.from({ length: 3001 }, (_, one) => `/${one}`)],
])('%s is refused', async (_, name, paths) => {
  await start();
  await expect(invalidate(paths)).rejects.toMatchObject({ name });
});

test('a quantity that is not the number of paths is refused', async () => {
  await start();
  await expect(invalidate(['/a1/*'], 'two', 2)).rejects.toMatchObject({ name: 'InconsistentQuantities' });
});

test('unknown distributions and invalidations are named', async () => {
  await start();
  const Id = 'I123';
  await expect(cloudFront.send(new GetInvalidationCommand({ DistributionId, Id }))).rejects.toMatchObject({
    ...{ name: 'NoSuchInvalidation', $metadata: { httpStatusCode: 404 } },
  });
  await expect(cloudFront.send(new ListInvalidationsCommand({ DistributionId: 'E1' }))).rejects.toMatchObject({
    ...{ name: 'NoSuchDistribution', message: 'The specified distribution does not exist.' },
  });
});

test('a role needs the permission on the distribution', async () => {
  await start();
  const { accountId } = laptop.kernel;
  const Resource = `arn:aws:cloudfront::${accountId}:distribution/${DistributionId}`;
  const roleArn = await deployRole(laptop, 'states.amazonaws.com', [
    { ...allow('cloudfront:CreateInvalidation'), Resource },
  ]);
  const principal: Principal = { kind: 'role', accountId, roleArn, sessionName: 'erase' };
  const call = (operation: string, input: object) =>
    laptop.kernel.call({ ...{ service: 'cloudfront', region: 'us-east-1' }, operation, principal, input });
  const Paths = { Quantity: 1, Items: ['/*'] };
  const input = { DistributionId, InvalidationBatch: { CallerReference: 'role', Paths } };
  await expect(call('CreateInvalidation', input)).resolves.toHaveProperty('Invalidation');
  await expect(call('ListInvalidations', { DistributionId })).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(call('CreateInvalidation', { ...input, DistributionId: 'E1' })).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});
