import { createPublicKey, createSign, createVerify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { publishSite, type SiteBucket } from '../../../lambda/delivery/publish-site';
import { signingKey } from '../../../lambda/delivery/signing-key';
import { cacheControlOf, contentTypeOf } from '../../../lambda/delivery/site-files';
import { customResource, type Work } from '../../../lambda/shared/custom-resource';
import type { SecretStore } from '../../../lambda/shared/secret-store';
import { captureLines } from '../../support/lines';

type RequestType = CloudFormationCustomResourceEvent['RequestType'];

let server: Server;
let responseUrl: string;
let refusals = 0;
// biome-ignore lint/suspicious/noExplicitAny: whatever was answered
const answers: { method?: string; type?: string; body: any }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    answers.push({ method: request.method, type: request.headers['content-type'], body: JSON.parse(text) });
    response.writeHead(refusals-- > 0 ? 503 : 200).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  responseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signature=x`;
});

afterAll(() => new Promise((done) => server.close(done)));

beforeEach(() => {
  answers.length = 0;
  refusals = 0;
  captureLines();
});

afterEach(() => jest.restoreAllMocks());

function event(type: RequestType, properties: object = {}, physicalId = 'thing-1'): CloudFormationCustomResourceEvent {
  return {
    RequestType: type,
    ResponseURL: responseUrl,
    StackId: 'stack',
    RequestId: 'request-1',
    LogicalResourceId: 'Thing',
    ResourceType: 'Custom::Thing',
    ServiceToken: 'token',
    ResourceProperties: { ServiceToken: 'token', ...properties },
    ...(type !== 'Create' && { PhysicalResourceId: physicalId }),
    ...(type === 'Update' && { OldResourceProperties: {} }),
  } as CloudFormationCustomResourceEvent;
}

const run = async (work: Work, what: CloudFormationCustomResourceEvent, remaining = 30_000) => {
  await customResource(work)(what, { getRemainingTimeInMillis: () => remaining });
  return answers.at(-1)?.body;
};

describe('customResource', () => {
  const ids = { StackId: 'stack', RequestId: 'request-1', LogicalResourceId: 'Thing' };

  test('answers what was made', async () => {
    const work: Work = async () => ({ physicalId: 'thing-1', attributes: { A: 'b' } });
    const expected = { ...ids, Status: 'SUCCESS', PhysicalResourceId: 'thing-1', Data: { A: 'b' } };
    expect(await run(work, event('Create'))).toEqual(expected);
    // The address is signed for a request without a type.
    expect([answers[0]?.method, answers[0]?.type]).toEqual(['PUT', undefined]);
  });

  test('answers a failure, with a reason that fits in', async () => {
    const work: Work = async () => Promise.reject(new Error(`no ${'x'.repeat(10_000)}`));
    const answer = await run(work, event('Update'));
    expect(answer).toMatchObject({ ...ids, Status: 'FAILED', PhysicalResourceId: 'thing-1' });
    expect(answer.Reason).toMatch(/^Error: no x/);
    expect(JSON.stringify(answer).length).toBeLessThan(4_096);
  });

  test('gives an id also to what could not be made', async () => {
    const answer = await run(async () => Promise.reject(new Error('no')), event('Create'));
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'Thing-not-made' });
  });

  test('answers before the function’s time is over', async () => {
    const answer = await run(() => new Promise(() => {}), event('Create'), 5_050);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('longer than') });
  });

  test('repeats an answer that did not arrive', async () => {
    refusals = 2;
    await run(async () => ({ physicalId: 'thing-1' }), event('Create'));
    expect(answers).toHaveLength(3);
  });
});

describe('Custom::SigningKey', () => {
  function secret(value?: string) {
    const state = { value, writes: 0 };
    const store: SecretStore = {
      read: async () => state.value,
      write: async (_arn, written) => {
        state.value = written;
        state.writes++;
      },
    };
    return { state, work: signingKey(store) };
  }
  const create = () => event('Create', { SecretArn: 'arn:secret' });

  test.each([
    ['an empty secret', undefined],
    ['a secret with a random password', 'kTz;8Jq'],
  ])('puts an ECDSA P-256 key into %s and answers its public half', async (_name, value) => {
    const { state, work } = secret(value);
    const answer = await run(work, create());
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'arn:secret' });
    const signature = createSign('SHA256')
      .update('x')
      .sign(state.value as string);
    expect(createVerify('SHA256').update('x').verify(answer.Data.PublicKey, signature)).toBe(true);
    expect(createPublicKey(answer.Data.PublicKey).asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(JSON.stringify(answer)).not.toContain('PRIVATE');
  });

  test('keeps the key that is there, when asked again and when updated', async () => {
    const { state, work } = secret();
    const first = await run(work, create());
    const again = await run(work, create());
    const updated = await run(work, event('Update', { SecretArn: 'arn:secret' }, 'arn:secret'));
    expect([again.Data, updated.Data]).toEqual([first.Data, first.Data]);
    expect(state.writes).toBe(1);
  });

  test('leaves the secret alone when it is deleted, also after a creation that failed', async () => {
    const { state, work } = secret('kept');
    expect(await run(work, event('Delete', {}, 'Thing-not-made'))).toMatchObject({ Status: 'SUCCESS' });
    expect(state).toEqual({ value: 'kept', writes: 0 });
  });

  test('fails on properties that are not right', async () => {
    expect(await run(secret().work, event('Create'))).toMatchObject({ Status: 'FAILED' });
  });
});

describe('Custom::Site', () => {
  function bucket() {
    const objects = new Map<string, { body: string; type: string; cache: string }>();
    const order: string[] = [];
    const emptied: string[] = [];
    const store: SiteBucket = {
      put: async (_bucket, file, type, cache) => {
        order.push(file.path);
        objects.set(file.path, { body: Buffer.from(file.body).toString(), type, cache });
      },
      keys: async () => [...objects.keys()],
      remove: async (_bucket, keys) => {
        for (const key of keys) objects.delete(key);
      },
      empty: async (name) => {
        emptied.push(name);
        objects.clear();
      },
    };
    const site = (paths: string[]) =>
      publishSite(store, async () => paths.map((path) => ({ path, body: Buffer.from(path) })));
    return { objects, order, emptied, site };
  }
  const properties = { Bucket: 'web', Config: { region: 'eu-west-1', api: '/api' }, Version: '1' };

  test('puts the files and the configuration, pages last', async () => {
    const { objects, order, site } = bucket();
    const answer = await run(site(['index.html', 'main.js', 'assets/logo.svg']), event('Create', properties));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'site-web' });
    expect(order.at(-1)).toBe('index.html');
    expect(JSON.parse(objects.get('config.json')?.body ?? '')).toEqual(properties.Config);
    expect(objects.get('assets/logo.svg')).toMatchObject({ type: 'image/svg+xml', cache: 'no-cache' });
  });

  test('removes at an update what the site does not have any more', async () => {
    const { objects, site } = bucket();
    await run(site(['index.html', 'old.js']), event('Create', properties));
    await run(site(['index.html', 'new.js']), event('Update', properties, 'site-web'));
    expect([...objects.keys()].sort()).toEqual(['config.json', 'index.html', 'new.js']);
  });

  test('leaves an empty bucket when it is deleted, but touches none that it did not fill', async () => {
    const { emptied, site } = bucket();
    await run(site([]), event('Delete', properties, 'Thing-not-made'));
    expect(emptied).toEqual([]);
    expect(await run(site([]), event('Delete', properties, 'site-web'))).toMatchObject({ Status: 'SUCCESS' });
    expect(emptied).toEqual(['web']);
  });

  test('keeps only names with a hash for good', () => {
    expect(cacheControlOf('main-4F2K9QZ7.js')).toContain('immutable');
    expect(['index.html', 'config.json', 'main.js'].map(cacheControlOf)).toEqual(Array(3).fill('no-cache'));
  });

  test('refuses a file whose kind it does not know', () => {
    expect(() => contentTypeOf('film.exe')).toThrow('film.exe');
  });
});
