/// <reference lib="dom" />
import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { needs } from '@omnistream/local/test';
import { signedHeaders } from '@omnistream/local/wire';
import type { Browser, Page } from 'playwright-core';
import { type Platform, startPlatform } from '../support/platform';
import { openBrowser } from '../support/player';

interface Attack {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Keys = Platform['owner']['credentials'];

const viewer = 'viewer@example.com';
let platform: Platform;
let server: Server;
let userPoolId: string;
let secret: string;
let bucket: string;

/** A data folder of a version that made everything readable. */
function openHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'omnistream-'));
  chmodSync(home, 0o755);
  mkdirSync(join(home, 'data/cognito-idp/mail'), { recursive: true, mode: 0o755 });
  writeFileSync(join(home, 'data/cognito-idp/mail/old.txt'), 'a code', { mode: 0o644 });
  writeFileSync(join(home, 'demo-password'), 'Correct-horse-9-aA1!', { mode: 0o644 });
  return home;
}

beforeAll(async () => {
  platform = await startPlatform({ home: openHome() });
  server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>evil</h1>'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  userPoolId = (await (await fetch(`${platform.web}/config.json`)).json()).userPoolId;
  const { SecretList = [] } = await new SecretsManagerClient(platform.owner).send(new ListSecretsCommand({}));
  secret = SecretList[0]?.ARN ?? '';
  const s3 = new S3Client({ ...platform.owner, forcePathStyle: true });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  bucket = Buckets.find(({ Name }) => Name?.includes('storage-content'))?.Name ?? '';
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'film.m4s', Body: 'a film' }));
  s3.destroy();
});

afterAll(async () => {
  server?.close();
  await platform?.stop();
});

/** What the audit's page did, signed for the host that the browser names. */
function attacks(host: string, keys: Keys): Attack[] {
  const attack = (
    name: string,
    service: string,
    method: string,
    path: string,
    target = '',
    input: object = {},
  ): Attack => {
    const body = target && JSON.stringify(input);
    const headers: Record<string, string> = target
      ? { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }
      : {};
    const to = { region: 'eu-west-1', service };
    const { host: _, ...signed } = signedHeaders(
      { method, host, path, headers, body },
      { ...keys, sessionToken: '' },
      to,
      Date.now(),
    );
    return { name, method, path, headers: signed, ...(target && { body }) };
  };
  const group = { UserPoolId: userPoolId, Username: viewer, GroupName: 'admin' };
  const cognito = 'AWSCognitoIdentityProviderService.AdminAddUserToGroup';
  return [
    attack('ListBuckets', 's3', 'GET', '/'),
    attack('GetObject', 's3', 'GET', `/${bucket}/film.m4s`),
    attack('GetSecretValue', 'secretsmanager', 'POST', '/', 'secretsmanager.GetSecretValue', { SecretId: secret }),
    attack('AdminAddUserToGroup', 'cognito-idp', 'POST', '/', cognito, group),
  ];
}

async function groupsOfViewer(): Promise<string[]> {
  const client = new CognitoIdentityProviderClient(platform.owner);
  const { Groups = [] } = await client.send(
    new AdminListGroupsForUserCommand({ UserPoolId: userPoolId, Username: viewer }),
  );
  client.destroy();
  return Groups.map(({ GroupName = '' }) => GroupName);
}

describe('the keys of a data folder', () => {
  test('are random, printed, and in a file with which the AWS CLI and SDKs reach the laptop', () => {
    const { credentials } = platform.owner;
    expect(credentials).toMatchObject({
      accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      secretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
    });
    for (const text of [credentials.accessKeyId, credentials.secretAccessKey, join(platform.home, 'aws-config')]) {
      expect(platform.output()).toContain(text);
    }
    const script = `
      const { SFNClient, ListStateMachinesCommand } = require('@aws-sdk/client-sfn');
      new SFNClient({}).send(new ListStateMachinesCommand({})).then(({ stateMachines }) => console.log(stateMachines.length));`;
    const env = {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      PATH: process.env.PATH,
      AWS_CONFIG_FILE: join(platform.home, 'aws-config'),
      AWS_PROFILE: 'omnistream',
    };
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
    expect([Number(stdout) > 0, stderr]).toEqual([true, '']);
  });

  test('are the only ones: the fixed keys of earlier versions open nothing', async () => {
    const fixed = { accessKeyId: 'omnistream', secretAccessKey: 'omnistream' };
    const s3 = new S3Client({ ...platform.owner, credentials: fixed });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    s3.destroy();
  });
});

test('no other user of this machine can read the data folder, although an earlier version left it open', () => {
  const readable: string[] = [];
  const look = (path: string) => {
    const stats = lstatSync(path);
    if (stats.mode & 0o077) readable.push(`${path} ${(stats.mode & 0o777).toString(8)}`);
    if (stats.isDirectory()) for (const name of readdirSync(path)) look(join(path, name));
  };
  look(platform.home);
  expect(readable).toEqual([]);
  expect(readFileSync(join(platform.home, 'data/cognito-idp/mail/old.txt'), 'utf8')).toBe('a code');
});

needs('chromium').describe('in a browser', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const rules = '--host-resolver-rules=MAP evil.example 127.0.0.1';
    browser = await openBrowser([rules]);
    page = await browser.newPage();
  });
  afterAll(() => browser?.close());

  /** Sends each of them from the page. Returns the statuses that the page could read, or `refused`. */
  async function launch(base: string, list: readonly Attack[], mode: RequestMode = 'cors'): Promise<string[]> {
    const results: string[] = [];
    for (const { name, path, method, headers, body } of list) {
      const init = mode === 'no-cors' ? { method, body, mode } : { method, headers, body, mode };
      const result = await page.evaluate(
        ([url, options]) =>
          fetch(url, options).then(
            ({ status, type }) => (type === 'opaque' ? 'not readable' : String(status)),
            () => 'refused',
          ),
        [`${base}${path}`, init] as const,
      );
      results.push(`${name} ${result}`);
    }
    return results;
  }

  const all = (result: string) =>
    ['ListBuckets', 'GetObject', 'GetSecretValue', 'AdminAddUserToGroup'].map((name) => `${name} ${result}`);

  test.each(['127.0.0.1', 'evil.example'])(
    'a page of another origin at %s is refused every AWS call, even with the right keys',
    async (name) => {
      await page.goto(`http://${name}:${(server.address() as AddressInfo).port}`);
      const statuses: number[] = [];
      page.on('response', (response) => statuses.push(response.status()));
      const list = attacks(new URL(platform.aws).host, platform.owner.credentials);
      expect(await launch(platform.aws, list)).toEqual(all('refused'));
      // Without a preflight. The page cannot read these responses in any case; what matters is that nothing ran.
      await launch(platform.aws, list, 'no-cors');
      page.removeAllListeners('response');
      expect(statuses.filter((status) => status !== 403)).toEqual([]);
      expect(await groupsOfViewer()).toEqual(['viewer']);
    },
  );

  test.each(['aws', 'web', 'api'] as const)(
    'a page whose name is rebound to this machine is refused at the port %s, even with the right keys',
    async (which) => {
      const address = { aws: platform.aws, web: platform.web, api: `http://127.0.0.1:${platform.port + 2}` }[which];
      const rebound = address.replace('127.0.0.1', 'evil.example');
      // A document of the attacker's origin that came from this machine, like one whose name has changed.
      expect((await page.goto(rebound))?.status()).toBe(421);
      const list = attacks(new URL(rebound).host, platform.owner.credentials);
      expect(await launch(rebound, list)).toEqual(all('421'));
      expect(await groupsOfViewer()).toEqual(['viewer']);
    },
  );

  test('the same calls succeed without a browser, and the page of the app may call Cognito', async () => {
    const [read, ...others] = attacks(new URL(platform.aws).host, platform.owner.credentials);
    const statuses = [read, ...others.slice(0, -1)].map(async (attack) => {
      const { path, method, headers, body } = attack as Attack;
      return (await fetch(`${platform.aws}${path}`, { method, headers, body })).status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 200, 200]);
    await page.goto(`${platform.web}/config.json`);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser',
    };
    const ask: Attack = { name: 'GetUser', method: 'POST', path: '/', headers, body: '{"AccessToken":"x"}' };
    // Cognito's own status of an invalid token, which the page can read. A refusal by the port could not be read.
    expect(await launch(platform.aws, [ask])).toEqual(['GetUser 403']);
  });
});
