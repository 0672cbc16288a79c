import { execFileSync } from 'node:child_process';
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  type CloudFrontKeyValueStore,
  createCloudFront,
  createCloudFrontKeyValueStore,
  createS3,
  keyValuePropagationMs,
  type Laptop,
  laptopReading,
  needs,
  type Reading,
  startLaptop,
} from '@omnistream/local/test';
import { checkedAddressOf, orderOf, visibilityOf } from '../../cli/presentation';
import { signCookies } from '../../lambda/delivery/cookies';
import cases from '../cases/edge-attacks.json';

/** The edge as the templates configure it: trusted keys, and the function that binds addresses to their session. */
interface Attack {
  readonly form?: 'query' | 'none';
  readonly method?: string;
  readonly path?: string;
  readonly session?: keyof typeof names;
  /** Replaces members of the policy and keeps the signature of the original one. */
  readonly policy?: Policy;
  /** Replaces members of the policy and signs it correctly. */
  readonly signed?: Policy;
  readonly signWith?: 'stranger';
  readonly flip?: string;
  readonly cut?: string;
  readonly mix?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly alphabet?: Readonly<Record<string, string>>;
  readonly withCookiesOf?: keyof typeof names;
  readonly twice?: boolean;
}

interface Policy {
  readonly resource?: string;
  /** Seconds from now. */
  readonly expires?: number;
  readonly statements?: number;
  readonly endless?: boolean;
}

const names = {
  one: 'OneOneOneOneOneOneOne1',
  two: 'TwoTwoTwoTwoTwoTwoTwo2',
  ended: 'EndedEndedEndedEndedEE',
  film: 'abcdefghijklmnopqrstu2',
  other: 'abcdefghijklmnopqrstu3',
};
const pem = { type: 'pkcs8', format: 'pem' } as const;
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = { old: pair(), new: pair(), stranger: pair() };
const immutable = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const ids = { old: '', new: '' };
let laptop: Laptop;
let store: CloudFrontKeyValueStore;
let origin: string;
let code: string;
let bucket: { ref: string; attributes: Readonly<Record<string, unknown>> };

const deploy = async (type: string, id: string, properties: object) =>
  (await laptop.deploy(`AWS::CloudFront::${type}`, id, properties)).ref;

async function start(trusted: readonly (keyof typeof ids)[], reading: Reading = laptopReading): Promise<void> {
  laptop = await startLaptop((kernel) => {
    store = createCloudFrontKeyValueStore(kernel);
    return [createS3(kernel), store, createCloudFront(kernel, store, reading)];
  });
  origin = laptop.kernel.address('web');
  for (const name of ['old', 'new'] as const) {
    const EncodedKey = keys[name].publicKey.export({ type: 'spki', format: 'pem' });
    ids[name] = await deploy('PublicKey', name, { PublicKeyConfig: { EncodedKey, Name: name, CallerReference: name } });
  }
  const group = await deploy('KeyGroup', 'Group', {
    KeyGroupConfig: { Items: trusted.map((name) => ids[name]), Name: 'g' },
  });
  const { attributes } = await laptop.deploy('AWS::CloudFront::KeyValueStore', 'Ended', { Name: 'ended' });
  const KeyValueStoreARN = String(attributes.Arn);
  const ended = { Key: names.ended, Value: '9999999999' };
  const principal = { kind: 'root', accountId: laptop.kernel.accountId } as const;
  const call = <O>(operation: string, input: object) =>
    laptop.kernel.call<O>({
      service: 'cloudfront-keyvaluestore',
      operation,
      region: 'us-east-1',
      principal,
      input: { KvsARN: KeyValueStoreARN, ...input },
    });
  const { ETag } = await call<{ ETag: string }>('DescribeKeyValueStore', {});
  await call('PutKey', { IfMatch: ETag, ...ended });
  code = await deploy('Function', 'ViewerRequest', {
    FunctionCode: readFileSync('lib/constructs/edge/viewer-request.js', 'utf8'),
    FunctionConfig: {
      Runtime: 'cloudfront-js-2.0',
      Comment: '',
      KeyValueStoreAssociations: [{ KeyValueStoreARN }],
    },
  });
  bucket = await laptop.deploy('AWS::S3::Bucket', 'Content', {});
  await laptop.deploy('AWS::S3::BucketPolicy', 'Policy', {
    Bucket: bucket.ref,
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::${bucket.ref}/*`,
        },
      ],
    },
  });
  const s3 = new S3Client(laptop.clientConfig);
  const kept = [`${names.film}/picture/r/film.m4s`, `${names.other}/picture/r/film.m4s`, `${names.film}/work/film.wav`];
  for (const Key of kept) await s3.send(new PutObjectCommand({ Bucket: bucket.ref, Key, Body: Key }));
  s3.destroy();
  const behaviour = { TargetOriginId: 'films', ViewerProtocolPolicy: 'https-only', CachePolicyId: immutable };
  const ResponseHeadersPolicyId = await deploy('ResponseHeadersPolicy', 'Headers', {
    ResponseHeadersPolicyConfig: {
      Name: 'films',
      CorsConfig: {
        AccessControlAllowOrigins: { Items: ['*'] },
        AccessControlAllowMethods: { Items: ['GET', 'HEAD', 'OPTIONS'] },
        AccessControlAllowHeaders: { Items: ['Range', 'CMCD-Object', 'CMCD-Request', 'CMCD-Session', 'CMCD-Status'] },
        AccessControlAllowCredentials: false,
        AccessControlMaxAgeSec: 86_400,
        OriginOverride: true,
      },
    },
  });
  const bound = {
    ...behaviour,
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    ResponseHeadersPolicyId,
    TrustedKeyGroups: [group],
    FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: code }],
  };
  await deploy('Distribution', 'Distribution', {
    DistributionConfig: {
      Enabled: true,
      Origins: [{ Id: 'films', DomainName: bucket.attributes.RegionalDomainName, S3OriginConfig: {} }],
      CacheBehaviors: [{ ...bound, PathPattern: '/v/*' }],
      // Every path needs the signature, so that a path which leaves /v/ needs it too.
      DefaultCacheBehavior: bound,
    },
  });
  await new Promise((done) => setTimeout(done, keyValuePropagationMs + 100));
}

afterAll(() => laptop.stop());

const fill = (text: string) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const others = { origin, host: new URL(origin).host, newKey: ids.new };
    return { ...names, ...others }[name] as string;
  });
const encode = (data: Buffer | string) =>
  Buffer.from(data).toString('base64').replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~');
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;

function policyText({ resource, expires = 600, statements = 1, endless }: Policy, session: string): string {
  const Resource = resource ? fill(resource) : `${origin}/v/${session}/${names.film}/*`;
  const Condition = endless ? {} : { DateLessThan: { 'AWS:EpochTime': seconds(expires) } };
  return JSON.stringify({ Statement: Array(statements).fill({ Resource, Condition }) });
}

/** Signs as the platform does, except for the attack's changes. */
function signatureOf(attack: Attack, session: string): Record<string, string> {
  const genuine = signCookies(`${origin}/v/${session}/${names.film}/*`, seconds(600), {
    keyPairId: ids.old,
    privateKey: keys.old.privateKey.export(pem) as string,
  });
  const cookies: Record<string, string> = { ...genuine };
  if (attack.policy) cookies['CloudFront-Policy'] = encode(policyText(attack.policy, session));
  if (attack.signed || attack.signWith) {
    const text = policyText(attack.signed ?? {}, session);
    const key: KeyObject = keys[attack.signWith ?? 'old'].privateKey;
    cookies['CloudFront-Policy'] = encode(text);
    cookies['CloudFront-Signature'] = encode(createSign('SHA1').update(text).sign(key));
  }
  const change = (name: string | undefined, edit: (value: string) => string) => {
    if (name) cookies[name] = edit(cookies[name] as string);
  };
  change(attack.flip, (value) => {
    const at = Math.floor(value.length / 2);
    return value.slice(0, at) + (value[at] === 'B' ? 'C' : 'B') + value.slice(at + 1);
  });
  change(attack.cut, (value) => value.slice(0, -8));
  change(attack.mix, () => signatureOf({}, names.two)['CloudFront-Signature'] as string);
  for (const [name, value] of Object.entries(attack.set ?? {})) cookies[name] = fill(value);
  if (attack.alphabet) {
    const map = (value: string) => value.replace(/[-_~]/g, (sign) => attack.alphabet?.[sign] ?? sign);
    // Signatures differ each time, so that one with characters that the alphabets do not share is found soon.
    if (map(cookies['CloudFront-Signature'] as string) === cookies['CloudFront-Signature']) {
      return signatureOf(attack, session);
    }
    for (const name of ['CloudFront-Policy', 'CloudFront-Signature']) change(name, map);
  }
  return cookies;
}

/** Sends the path in the socket's bytes, because URL parsers would normalize it. */
function send(
  method: string,
  path: string,
  cookies: Record<string, string>,
): Promise<{ status: number; body: string; rawHeaders: string[]; from: string }> {
  const cookie = Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  return new Promise((resolve, reject) => {
    const outgoing = request(origin, { method, path, headers: { ...(cookie && { cookie }) } }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      const { rawHeaders, headers } = response;
      const from = String(headers['x-cache']);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, rawHeaders, from }));
    });
    outgoing.once('error', reject).end();
  });
}

function launch(attack: Attack) {
  const session = names[attack.session ?? 'one'];
  const signature = attack.form === 'none' ? {} : signatureOf(attack, session);
  const path = fill(attack.path ?? '/v/{one}/{film}/picture/r/film.m4s');
  const method = attack.method ?? 'GET';
  if (attack.form !== 'query') return send(method, path, signature);
  const query = Object.entries(signature).map(([name, value]) => `${name.replace('CloudFront-', '')}=${value}`);
  if (attack.twice) query.push(`Policy=${signatureOf({}, names.two)['CloudFront-Policy']}`);
  const cookies = attack.withCookiesOf ? signatureOf({}, names[attack.withCookiesOf]) : {};
  return send(method, `${path}?${query.join('&')}`, cookies);
}

interface Case {
  readonly name: string;
  readonly input: Attack;
  readonly expected: number;
  /** The function does not see the policy here, so that only CloudFront's own check remains. */
  readonly hidden?: number;
}

async function judge({ input }: Case, expected: number): Promise<void> {
  const { status, body } = await launch(input);
  expect(status).toBe(expected);
  // A refusal does not reveal which objects exist.
  if (expected === 403) expect(body).not.toMatch(/picture|film|work|session|ended/i);
  else expect(body).toBe(`${names.film}/picture/r/film.m4s`);
}

/** The names of headers that occurred more than once. */
function repeated(rawHeaders: readonly string[]): string[] {
  const found = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return found.filter((name, index) => found.indexOf(name) !== index);
}

const visible = { ...laptopReading, policyOnGenerated: false };

describe.each<[string, Reading]>([
  ['the signature is checked first, and the function sees it', laptopReading],
  ['the signature is checked first, and the function does not see it', { ...visible, visible: false }],
  ['the function runs first, and sees the signature', { ...visible, check: 'after' }],
  ['the function runs first, and does not see the signature', { ...visible, check: 'after', visible: false }],
])('where %s', (_, reading) => {
  beforeAll(() => start(['old', 'new'], reading));
  afterAll(() => laptop.stop());

  test.each(cases as Case[])('the edge returns $expected: $name', (attack) =>
    judge(attack, reading.visible ? attack.expected : (attack.hidden ?? attack.expected)),
  );

  test('an ended session is refused by the function', async () => {
    const path = '/v/{ended}/{film}/picture/r/film.m4s';
    const { from } = await launch({ session: 'ended', path });
    expect(from).toBe('FunctionGeneratedResponse from cloudfront');
  });

  test('a preflight is allowed, with each header once', async () => {
    const signed = { form: 'query', method: 'OPTIONS' } as const;
    const { status, rawHeaders } = await launch(signed);
    expect(status).toBe(204);
    expect(repeated(rawHeaders)).toEqual([]);
    const headers = new Headers(
      rawHeaders.flatMap((name, at) => (at % 2 ? [] : [[name, rawHeaders[at + 1] ?? '']])) as never,
    );
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-headers')).toContain('Range');
    expect(headers.get('access-control-max-age')).toBe('86400');
  });

  test('the first deployment shows the order, by a request without a signature', async () => {
    expect(orderOf(await send('GET', '/v/x', {}))).toBe(
      reading.check === 'before' ? 'signature-first' : 'function-first',
    );
  });

  test('the first deployment shows whether the function sees the policy, by one that is sent twice', async () => {
    const cookies = signatureOf({}, names.one);
    const key = `${ids.old}; CloudFront-Policy=${cookies['CloudFront-Policy']}`;
    const path = fill('/v/{one}/{film}/picture/r/film.m4s');
    const answer = await send('GET', path, { ...cookies, 'CloudFront-Key-Pair-Id': key });
    expect(visibilityOf(answer)).toBe(reading.visible ? 'visible' : 'hidden');
    expect(checkedAddressOf(await send('GET', path, cookies))).toBe('viewer');
  });
});

describe('where the rewritten address is what is checked', () => {
  beforeAll(() => start(['old', 'new'], { ...visible, check: 'after', address: 'rewritten' }));
  afterAll(() => laptop.stop());

  test.each(cases as Case[])('nothing opens: $name', (attack) => judge(attack, 403));

  test('the first deployment shows it', async () => {
    expect(checkedAddressOf(await launch({}))).toBe('rewritten');
  });
});

describe('after rotation', () => {
  const by = (name: 'old' | 'new') =>
    signCookies(`${origin}/v/${names.one}/${names.film}/*`, seconds(600), {
      keyPairId: ids[name],
      privateKey: keys[name].privateKey.export(pem) as string,
    });
  const open = async (name: 'old' | 'new') =>
    (await send('GET', `/v/${names.one}/${names.film}/picture/r/film.m4s`, { ...by(name) })).status;

  beforeAll(() => start(['old', 'new']));

  test('sessions of both keys play on while both are in the group, and the old key’s end when it is taken out', async () => {
    expect([await open('old'), await open('new')]).toEqual([200, 200]);
    await laptop.stop();
    await start(['new']);
    expect([await open('old'), await open('new')]).toEqual([403, 200]);
  });
});

describe('signatures of an independent implementation', () => {
  const policy = () => policyText({}, names.one);
  const openable = (text: string, signature: Buffer) =>
    send('GET', `/v/${names.one}/${names.film}/picture/r/film.m4s`, {
      'CloudFront-Policy': encode(text),
      'CloudFront-Signature': encode(signature),
      'CloudFront-Key-Pair-Id': ids.new,
    });
  const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
  const file = (name: string, data: string | Buffer) => {
    writeFileSync(join(folder, name), data);
    return name;
  };
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder });

  needs('openssl').test('made by OpenSSL open the edge, and ours satisfy OpenSSL', async () => {
    const text = policy();
    const key = file('key.pem', keys.new.privateKey.export(pem) as string);
    const signature = openssl('dgst', '-sha1', '-sign', key, file('policy', text));
    expect((await openable(text, signature)).status).toBe(200);

    const { 'CloudFront-Policy': mine = '', 'CloudFront-Signature': signed = '' } = signCookies('https://x/*', 1, {
      keyPairId: 'K',
      privateKey: keys.new.privateKey.export(pem) as string,
    });
    const decode = (value: string) =>
      Buffer.from(value.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'), 'base64');
    const pub = file('public.pem', keys.new.publicKey.export({ type: 'spki', format: 'pem' }) as string);
    const args = ['-verify', pub, '-signature', file('mine.sig', decode(signed)), file('mine', decode(mine))];
    expect(openssl('dgst', '-sha1', ...args).toString()).toContain('Verified OK');
  });

  needs('botocore', 'openssl').test('addressed by botocore’s CloudFrontSigner open the edge', async () => {
    const text = policy();
    const script = `
import subprocess, sys
from botocore.signers import CloudFrontSigner
sign = lambda message: subprocess.run(['openssl', 'dgst', '-sha1', '-sign', sys.argv[1]], input=message, capture_output=True, check=True).stdout
print(CloudFrontSigner(sys.argv[2], sign).generate_presigned_url(sys.argv[3], policy=sys.argv[4]))`;
    const key = join(folder, file('botocore.pem', keys.new.privateKey.export(pem) as string));
    const url = `${origin}/v/${names.one}/${names.film}/picture/r/film.m4s`;
    const signed = execFileSync('python3', ['-c', script, key, ids.new, url, text]).toString().trim();
    expect((await fetch(signed)).status).toBe(200);
  });
});
