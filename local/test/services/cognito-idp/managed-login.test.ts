import { createHash, randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { appCode } from '../../../testing/authenticator-app';
import { Visitor } from '../../../testing/visitor';
import { type LaptopPool, password, startPool, stopClock } from './laptop-pool';

const ann = 'ann@example.com';
const redirectUri = 'http://127.0.0.1:9/';
const oauth = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
  CallbackURLs: [redirectUri],
  LogoutURLs: [redirectUri],
  SupportedIdentityProviders: ['COGNITO'],
};
const rotating = {
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
};

let pool: LaptopPool;
let base: string;
let clock: ReturnType<typeof stopClock>;

async function start(options: { pool?: object; client?: object } = {}) {
  pool = await startPool({ ...options, client: { ...oauth, ...options.client } });
  clock = stopClock(pool.laptop);
  const domain = { Domain: 'films', UserPoolId: pool.poolId, ManagedLoginVersion: 2 };
  await pool.laptop.deploy('AWS::Cognito::UserPoolDomain', 'Domain', domain);
  await pool.createUser(ann);
  const discovered = await fetch(`${pool.laptop.kernel.endpoint}/${pool.poolId}/.well-known/openid-configuration`);
  base = (await discovered.json()).token_endpoint.replace('/oauth2/token', '');
}

afterEach(async () => {
  jest.restoreAllMocks();
  await pool?.stop();
});

const verifier = () => randomBytes(32).toString('base64url');
const challengeOf = (text: string) => createHash('sha256').update(text).digest('base64url');

function authorizeUrl(codeVerifier: string, change: Record<string, string | undefined> = {}): string {
  const query = {
    response_type: 'code',
    client_id: pool.clientId,
    redirect_uri: redirectUri,
    scope: 'openid email',
    state: 'a state',
    nonce: 'a nonce',
    code_challenge: challengeOf(codeVerifier),
    code_challenge_method: 'S256',
    ...change,
  };
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `${base}/oauth2/authorize?${new URLSearchParams(given)}`;
}

/** Signs in on the page. Returns the code. */
async function codeFor(codeVerifier: string, visitor = new Visitor()): Promise<string> {
  await visitor.follow(authorizeUrl(codeVerifier), redirectUri);
  const back = new URL((await visitor.submit({ username: ann, password })) ?? '');
  expect(back.origin + back.pathname).toBe(redirectUri);
  expect(back.searchParams.get('state')).toBe('a state');
  return back.searchParams.get('code') as string;
}

async function post(endpoint: string, form: Record<string, string>) {
  const response = await fetch(`${base}/oauth2/${endpoint}`, { method: 'POST', body: new URLSearchParams(form) });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
}

const redeem = (code: string, code_verifier: string, change: Record<string, string> = {}) => {
  const form = { grant_type: 'authorization_code', client_id: pool.clientId, redirect_uri: redirectUri };
  return post('token', { ...form, code, code_verifier, ...change });
};
const refresh = (refresh_token: string) =>
  post('token', { grant_type: 'refresh_token', client_id: pool.clientId, refresh_token });

describe('managed login', () => {
  test('gives a code for a password, and for the code tokens of this user, with the nonce', async () => {
    await start();
    const secret = verifier();
    const { status, body, headers } = await redeem(await codeFor(secret), secret);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([null, 'Origin']);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 1800, refresh_token: expect.any(String) });
    const keys = await fetch(`${pool.laptop.kernel.endpoint}/${pool.poolId}/.well-known/jwks.json`);
    const jwks = createLocalJWKSet(await keys.json());
    const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${pool.poolId}`;
    const id = await jwtVerify(body.id_token, jwks, { issuer, audience: pool.clientId });
    const access = await jwtVerify(body.access_token, jwks, { issuer });
    expect(id.payload).toMatchObject({ nonce: 'a nonce', token_use: 'id', email: ann });
    const hash = createHash('sha256').update(body.access_token).digest().subarray(0, 16).toString('base64url');
    expect(id.payload.at_hash).toBe(hash);
    expect(access.payload).toMatchObject({ scope: 'openid email', client_id: pool.clientId, sub: id.payload.sub });
  });

  test('takes a code once, and ends what an earlier use of it began', async () => {
    await start();
    const secret = verifier();
    const code = await codeFor(secret);
    const { body } = await redeem(code, secret);
    expect(await redeem(code, secret)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('takes a code for five minutes', async () => {
    await start();
    const secret = verifier();
    const [first, second] = [await codeFor(secret), await codeFor(secret)];
    clock.wait(299);
    expect((await redeem(first, secret)).status).toBe(200);
    clock.wait(2);
    expect((await redeem(second, secret)).body.error).toBe('invalid_grant');
  });

  test.each<[string, Record<string, string>, string]>([
    ['another verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_grant'],
    ['another address', { redirect_uri: `${redirectUri}x` }, 'invalid_grant'],
    ['another client', { client_id: 'another' }, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['an invented code', { code: 'invented' }, 'invalid_grant'],
  ])('gives nothing for a code with %s', async (_name, change, error) => {
    await start();
    const secret = verifier();
    const answer = await redeem(await codeFor(secret), secret, change);
    expect(answer).toMatchObject({ status: 400, body: { error } });
    expect(Object.keys(answer.body)).toEqual(['error', 'error_description']);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['an address that only begins like the client’s', { redirect_uri: `${redirectUri}evil` }],
    ['an address of another host', { redirect_uri: 'https://evil.example.com/' }],
    ['no address', { redirect_uri: undefined }],
    ['a client that is not known', { client_id: 'unknown' }],
  ])('sends nobody away from a request with %s', async (_name, change) => {
    await start();
    const response = await new Visitor().go(authorizeUrl(verifier(), change));
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });

  test.each<[string, Record<string, string | undefined>, string]>([
    ['without a code challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['for a token at once', { response_type: 'token' }, 'unsupported_response_type'],
    ['for a scope that the client was not given', { scope: 'openid phone' }, 'invalid_scope'],
    ['without a page, when nobody is signed in', { prompt: 'none' }, 'login_required'],
  ])('tells the application what is wrong with a request %s', async (_name, change, error) => {
    await start();
    const location = (await new Visitor().go(authorizeUrl(verifier(), change))).headers.get('location') ?? '';
    expect(location.startsWith(`${redirectUri}?`)).toBe(true);
    const answer = Object.fromEntries(new URL(location).searchParams);
    expect(answer).toEqual({ error, error_description: expect.any(String), state: 'a state' });
  });

  test('answers a wrong password, an unknown user and a locked one alike', async () => {
    await start();
    const alerts = async (username: string) => {
      const visitor = new Visitor();
      await visitor.follow(authorizeUrl(verifier()), redirectUri);
      const seen: (string | undefined)[] = [];
      for (let count = 0; count < 7; count++) {
        expect(await visitor.submit({ username, password: 'Wrong-horse-99' })).toBeUndefined();
        seen.push(visitor.alert);
      }
      return seen;
    };
    const [known, unknown] = [await alerts(ann), await alerts('nobody@example.com')];
    expect(known[0]).toBe('Incorrect username or password.');
    expect(known[6]).toBe('Password attempts exceeded');
    expect(unknown).toEqual(known);
  });

  test('refuses a form that is too large by a response, and serves the next one', async () => {
    await start();
    const large = await post('token', { grant_type: 'authorization_code', code: 'x'.repeat(100_000) });
    expect([large.status, large.body]).toMatchObject([413, { error: 'invalid_request' }]);
    expect((await post('token', { grant_type: 'authorization_code' })).status).toBe(400);
  });

  test('takes its form from its own page only', async () => {
    await start();
    const visitor = new Visitor();
    await visitor.follow(authorizeUrl(verifier()), redirectUri);
    const { page } = visitor;
    const stranger = new Visitor();
    stranger.page = page;
    await visitor.submit({ username: ann, password, _csrf: 'guessed' });
    expect(visitor.title).toBe('The request failed');
    visitor.page = page;
    await visitor.submit({ username: ann, password }, { headers: { origin: 'https://evil.example.com' } });
    expect(visitor.page).toContain('ForeignOrigin');
    visitor.page = page;
    const origin = pool.laptop.kernel.address('web');
    await visitor.submit({ username: ann, password }, { headers: { origin } });
    expect(visitor.title).toBe('The request failed');
    await stranger.submit({ username: ann, password });
    expect(stranger.title).toBe('The request failed');
    visitor.page = page;
    expect(await visitor.submit({ username: ann, password })).toMatch(/[?&]code=/);
  });

  test('shows a page that runs nothing, and that no other site can frame', async () => {
    await start();
    const visitor = new Visitor();
    const evil = '"><script>alert(1)</script>';
    await visitor.follow(authorizeUrl(verifier(), { state: evil }), redirectUri);
    await visitor.submit({ username: evil, password: 'Wrong-horse-99' });
    expect(visitor.page).not.toContain('<script');
    const { headers } = await visitor.go(visitor.form.action);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    const cookies = headers.getSetCookie().join();
    expect(cookies).toMatch(/HttpOnly; SameSite=Lax/);
  });

  test('knows who has signed in, until they go by /logout', async () => {
    await start();
    const visitor = new Visitor();
    await codeFor(verifier(), visitor);
    expect(await visitor.follow(authorizeUrl(verifier()), redirectUri)).toMatch(/[?&]code=/);
    await visitor.follow(authorizeUrl(verifier(), { prompt: 'login' }), redirectUri);
    expect(visitor.title).toBe('Sign in');
    const out = (uri: string) =>
      visitor.go(`${base}/logout?${new URLSearchParams({ client_id: pool.clientId, logout_uri: uri })}`);
    expect((await out('https://evil.example.com/')).headers.get('location')).toBeNull();
    expect((await out(redirectUri)).headers.get('location')).toBe(redirectUri);
    await visitor.follow(authorizeUrl(verifier()), redirectUri);
    expect(visitor.title).toBe('Sign in');
  });

  test('asks for the second factor that a user has, and takes each of its codes once', async () => {
    await start();
    const { AccessToken } = await pool.signInBySrp(ann);
    const { SecretCode = '' } = await pool.api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const first = new VerifySoftwareTokenCommand({ AccessToken, UserCode: appCode(SecretCode, clock.now()) });
    await pool.api.send(first);
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await pool.api.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    const visitor = new Visitor();
    const secret = verifier();
    await visitor.follow(authorizeUrl(secret), redirectUri);
    expect(await visitor.submit({ username: ann, password })).toBeUndefined();
    expect(visitor.title).toBe('Second factor');
    const used = await visitor.submit({ code: appCode(SecretCode, clock.now()) });
    expect(used).toBeUndefined();
    expect(visitor.alert).toMatch(/already been used/);
    clock.wait(31);
    const back = await visitor.submit({ code: appCode(SecretCode, clock.now()) });
    expect((await redeem(new URL(back ?? '').searchParams.get('code') ?? '', secret)).status).toBe(200);
  });

  test('has a second factor set up where the pool demands one', async () => {
    await start({ pool: { MfaConfiguration: 'ON' } });
    const visitor = new Visitor();
    await visitor.follow(authorizeUrl(verifier()), redirectUri);
    await visitor.submit({ username: ann, password });
    expect(visitor.title).toBe('Set up a second factor');
    const key = () => /key (\w+) in/.exec(visitor.page)?.[1] ?? '';
    await visitor.submit({ code: '000000' });
    const back = await visitor.submit({ code: appCode(key(), clock.now()) });
    expect(back).toMatch(/[?&]code=/);
  });

  test('has an invited user choose a password, by the rules of the pool', async () => {
    await start();
    const bob = 'bob@example.com';
    await pool.api.send(new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username: bob }));
    const temporary = /temporary password is (\S+)/.exec(pool.lastMail())?.[1] ?? '';
    const visitor = new Visitor();
    await visitor.follow(authorizeUrl(verifier()), redirectUri);
    await visitor.submit({ username: bob, password: temporary });
    expect(visitor.title).toBe('New password');
    await visitor.submit({ 'new-password': 'weak' });
    expect(visitor.alert).toMatch(/Password not long enough/);
    expect(await visitor.submit({ 'new-password': 'Another-horse-9' })).toMatch(/[?&]code=/);
  });

  test('signs new users up, confirms their address, and tells nobody who is there already', async () => {
    await start();
    const signUp = async (username: string) => {
      const visitor = new Visitor();
      await visitor.go(authorizeUrl(verifier()).replace('/oauth2/authorize', '/signup'));
      await visitor.go((await visitor.submit({ username, password })) ?? '');
      return visitor;
    };
    const [fresh, taken] = [await signUp('new@example.com'), await signUp(ann)];
    const code = /(\d{6})/.exec(pool.lastMail())?.[1] ?? '';
    expect(taken.page.replaceAll(ann, '').replace(/value="[^"]*"|nonce[^ >]*/g, '')).toBe(
      fresh.page.replaceAll('new@example.com', '').replace(/value="[^"]*"|nonce[^ >]*/g, ''),
    );
    await fresh.submit({ username: 'new@example.com', code: '000000' === code ? '111111' : '000000' });
    await taken.submit({ username: ann, code: '000000' });
    expect(taken.alert).toBe(fresh.alert);
    const next = await fresh.submit({ username: 'new@example.com', code });
    await fresh.go(next ?? '');
    expect(await fresh.submit({ username: 'new@example.com', password })).toMatch(/[?&]code=/);
  });

  test('has a forgotten password replaced by a mailed code', async () => {
    await start();
    const attributes = { email: ann, password, groups: [] };
    await pool.cognito.ensureUser(pool.poolId, attributes);
    const visitor = new Visitor();
    await visitor.go(authorizeUrl(verifier()).replace('/oauth2/authorize', '/forgotPassword'));
    await visitor.go((await visitor.submit({ username: ann })) ?? '');
    const code = /(\d{6})/.exec(pool.lastMail())?.[1] ?? '';
    const next = await visitor.submit({ username: ann, code, password: 'Another-horse-9' });
    await visitor.go(next ?? '');
    expect(await visitor.submit({ username: ann, password: 'Another-horse-9' })).toMatch(/[?&]code=/);
  });

  test('tells an access token’s bearer what its scopes cover', async () => {
    await start();
    const secret = verifier();
    const { body } = await redeem(await codeFor(secret), secret);
    const ask = (token: string) => fetch(`${base}/oauth2/userInfo`, { headers: { authorization: `Bearer ${token}` } });
    const info = await (await ask(body.access_token)).json();
    expect(info).toMatchObject({ sub: decodeJwt(body.id_token).sub, email: ann });
    const refused = await ask(body.id_token);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/invalid_token/);
  });

  test('gives tokens without the scope of the API no way into the user’s account', async () => {
    await start();
    const secret = verifier();
    const { body } = await redeem(await codeFor(secret), secret);
    const associate = new AssociateSoftwareTokenCommand({ AccessToken: body.access_token });
    await expect(pool.api.send(associate)).rejects.toThrow('Access Token does not have required scopes');
  });

  test('refreshes by rotation, and gives nothing for a token whose grace is over', async () => {
    await start({ client: rotating });
    const secret = verifier();
    const { body: first } = await redeem(await codeFor(secret), secret);
    const { body: second } = await refresh(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(decodeJwt(second.id_token).origin_jti).toBe(decodeJwt(first.id_token).origin_jti);
    expect((await refresh(first.refresh_token)).status).toBe(200);
    clock.wait(11);
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(second.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('revokes a refresh token, and says nothing about one that there is not', async () => {
    await start();
    const secret = verifier();
    const { body } = await redeem(await codeFor(secret), secret);
    expect((await post('revoke', { client_id: pool.clientId, token: 'invented' })).status).toBe(200);
    expect((await post('revoke', { client_id: pool.clientId, token: body.refresh_token })).status).toBe(200);
    expect((await refresh(body.refresh_token)).body.error).toBe('invalid_grant');
    const access = await post('revoke', { client_id: pool.clientId, token: body.access_token });
    expect(access).toMatchObject({ status: 400, body: { error: 'unsupported_token_type' } });
  });
});
