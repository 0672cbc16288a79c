import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { appCode, has, needs, Visitor } from '@omnistream/local/test';
import { decodeJwt } from 'jose';
import type { Browser } from 'playwright-core';
import { omnistream, type Platform, startPlatform } from '../support/platform';
import { openBrowser } from '../support/player';

/** Access over HTTP: managed login, the API behind its authorizer, the CLI and the page. */
const scopes = 'openid email aws.cognito.signin.user.admin';
const newcomer = { username: 'new@example.com', password: 'Correct-horse-9' };
let platform: Platform;
let browser: Browser;
let config: Record<'userPoolId' | 'clientId' | 'cognitoEndpoint' | 'loginUrl' | 'origin', string>;
let demoPassword: string;

beforeAll(async () => {
  platform = await startPlatform();
  config = await (await fetch(`${platform.web}/config.json`)).json();
  demoPassword = readFileSync(join(platform.home, 'demo-password'), 'utf8').trim();
  if (has('chromium')) browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

function authorizeUrl(verifier: string): string {
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = {
    ...{ client_id: config.clientId, response_type: 'code', redirect_uri: `${config.origin}/`, scope: scopes },
    ...{ state: 's', code_challenge, code_challenge_method: 'S256' },
  };
  return `${config.loginUrl}/oauth2/authorize?${new URLSearchParams(query)}`;
}

async function token(form: Record<string, string>) {
  const body = new URLSearchParams({ client_id: config.clientId, ...form });
  const response = await fetch(`${config.loginUrl}/oauth2/token`, { method: 'POST', body });
  return { status: response.status, tokens: (await response.json()) as Tokens };
}

async function redeem(back: string | undefined, code_verifier: string): Promise<Tokens> {
  const code = new URL(back ?? '').searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', code, code_verifier, redirect_uri: `${config.origin}/` };
  return (await token(form)).tokens;
}

async function signIn(username: string, password: string): Promise<Tokens> {
  const [visitor, verifier] = [new Visitor(), randomBytes(32).toString('base64url')];
  await visitor.follow(authorizeUrl(verifier), config.origin);
  return redeem(await visitor.submit({ username, password }), verifier);
}

async function call(method: string, path: string, authorization?: string, body?: unknown) {
  const response = await fetch(`${platform.web}/api${path}`, {
    method,
    headers: { ...(authorization && { authorization }), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

describe('a new user', () => {
  test('signs up, confirms the address, and may watch but not upload', async () => {
    const [visitor, verifier] = [new Visitor(), randomBytes(32).toString('base64url')];
    await visitor.go(authorizeUrl(verifier).replace('/oauth2/authorize', '/signup'));
    await visitor.go((await visitor.submit(newcomer)) ?? '');
    const mails = join(platform.home, 'data/cognito-idp/mail');
    const mail = readFileSync(join(mails, readdirSync(mails).sort().at(-1) ?? ''), 'utf8');
    const code = /Your code for OmniStream is (\d{6})/.exec(mail)?.[1] ?? '';
    await visitor.go((await visitor.submit({ username: newcomer.username, code })) ?? '');
    const { access_token } = await redeem(await visitor.submit(newcomer), verifier);
    expect(decodeJwt(access_token)['cognito:groups']).toEqual(['viewer']);
    const bearer = `Bearer ${access_token}`;
    expect((await call('GET', '/assets', bearer)).status).toBe(200);
    const film = { fileName: 'film.mp4', contentType: 'video/mp4', size: 1000 };
    expect((await call('POST', '/uploads', bearer, film)).status).toBe(403);
  });

  test('adds an authenticator app, whose code the command line then asks for', async () => {
    const api = new CognitoIdentityProviderClient({
      ...{ endpoint: config.cognitoEndpoint, region: 'eu-west-1' },
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    });
    const { access_token: AccessToken } = await signIn(newcomer.username, newcomer.password);
    const { SecretCode = '' } = await api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const UserCode = appCode(SecretCode, Date.now());
    await api.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await api.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    api.destroy();
    const user = ['--user', newcomer.username, '--password', newcomer.password];
    const without = omnistream(platform, 'assets', ...user);
    expect([without.status, without.stderr]).toEqual([1, expect.stringContaining('--code')]);
    // The one that set the app up is spent; the next one may come a little early.
    const next = appCode(SecretCode, Date.now() + 30_000);
    expect(omnistream(platform, 'assets', ...user, '--code', next).json).toEqual({ assets: [] });
  });
});

describe('the API', () => {
  let good: Tokens;
  beforeAll(async () => {
    good = await signIn('viewer@example.com', demoPassword);
  });

  const changed = (jwt: string, part: 0 | 1, change: object) => {
    const parts = jwt.split('.');
    const read = JSON.parse(Buffer.from(parts[part] ?? '', 'base64url').toString());
    parts[part] = Buffer.from(JSON.stringify({ ...read, ...change })).toString('base64url');
    return parts.join('.');
  };

  test.each<[string, (tokens: Tokens) => string]>([
    ['an id token', ({ id_token }) => id_token],
    ['a refresh token', ({ refresh_token }) => refresh_token],
    ['groups that were changed', ({ access_token }) => changed(access_token, 1, { 'cognito:groups': ['admin'] })],
    ['no algorithm', ({ access_token }) => changed(access_token, 0, { alg: 'none' }).replace(/[^.]*$/, '')],
    ['a token with more behind it', ({ access_token }) => `${access_token}x`],
    ['nonsense', () => 'nonsense'],
  ])('refuses %s, and says no more than that', async (_name, forge) => {
    expect((await call('GET', '/assets', `Bearer ${good.access_token}`)).status).toBe(200);
    const refused = await call('GET', '/assets', `Bearer ${forge(good)}`);
    expect(refused).toEqual({ status: 403, text: '{"message":"Forbidden"}' });
  });

  test('asks who has no token to bring one', async () => {
    expect(await call('GET', '/assets')).toEqual({ status: 401, text: '{"message":"Unauthorized"}' });
  });

  test('slows down what is dear, and nothing else', async () => {
    const { access_token } = await signIn('creator@example.com', demoPassword);
    const bearer = `Bearer ${access_token}`;
    const retry = () => call('POST', '/assets/aaaaaaaaaaaaaaaaaaaaaa/retry', bearer);
    const statuses = (await Promise.all(Array.from({ length: 40 }, retry))).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect((await call('GET', '/assets', bearer)).status).toBe(200);
  });
});

needs('chromium').test(
  'the page signs in by managed login, keeps nothing in its address, and signs out everywhere',
  async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(platform.web);
    await page.getByLabel('E-mail').fill('viewer@example.com');
    await page.getByLabel('Password').fill(demoPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('There are no films yet').waitFor();
    expect(page.url()).toBe(`${platform.web}/`);
    // A token that has run out is renewed without a word.
    await page.evaluate(
      "sessionStorage.setItem('omnistream.tokens', sessionStorage['omnistream.tokens'].replace(/\"until\":\\d+/, '\"until\":0'))",
    );
    await page.reload();
    await page.getByText('There are no films yet').waitFor();
    const kept = JSON.parse(String(await page.evaluate("sessionStorage['omnistream.tokens']")));
    expect(kept.until).toBeGreaterThan(Date.now());
    await page.getByRole('button', { name: 'Second factor' }).click();
    await page.getByLabel('Code from the app').waitFor();
    const key = (await page.locator('#second-factor-key').textContent()) ?? '';
    await page.getByLabel('Code from the app').fill(appCode(key, Date.now()));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByRole('button', { name: 'Second factor' }).click();
    await page.getByRole('button', { name: 'Turn off' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    const refreshed = await token({ grant_type: 'refresh_token', refresh_token: kept.refresh });
    expect(refreshed.status).toBe(400);
    await context.close();
    expect(problems).toEqual([]);
  },
);
