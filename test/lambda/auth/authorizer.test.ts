import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { authorizer, type Decision } from '../../../lambda/auth/authorizer';
import { captureLines, type Lines } from '../../support/lines';

const pool = 'eu-west-1_AbCdEf123';
const clientId = '3n4b5urk1ft4fl3mg5e62d9ado';
const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`;
const denied: Decision = { isAuthorized: false };

let server: Server;
let jwksUri: string;
let fetches = 0;
let status = 200;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let otherPool: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  otherPool = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'ours', alg: 'RS256', use: 'sig' };
  server = createServer((_request, response) => {
    fetches++;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${pool}/.well-known/jwks.json`;
});

afterAll(() => new Promise((done) => server.close(done)));

let lines: Lines;
beforeEach(() => {
  status = 200;
  lines = captureLines();
});

afterEach(() => jest.restoreAllMocks());

const decide = () => authorizer({ USER_POOL_ID: pool, CLIENT_ID: clientId, JWKS_URI: jwksUri });

function claims(change: JWTPayload = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: 'f3a1c2',
    iss: issuer,
    client_id: clientId,
    token_use: 'access',
    username: 'creator@example.com',
    'cognito:groups': ['creator', 'viewer', 'somebody-elses-group'],
    scope: 'aws.cognito.signin.user.admin',
    iat: now,
    exp: now + 3600,
    ...change,
  };
}

function sign(change: JWTPayload = {}, header: Record<string, unknown> = {}, key = keys.privateKey): Promise<string> {
  return new SignJWT(claims(change)).setProtectedHeader({ alg: 'RS256', kid: 'ours', ...header }).sign(key);
}

const bearer = (token: string) => decide()(`Bearer ${token}`);

describe('authorizer', () => {
  test('accepts a member and returns the identity with the known groups only', async () => {
    expect(await bearer(await sign())).toEqual({
      isAuthorized: true,
      context: { sub: 'f3a1c2', username: 'creator@example.com', groups: 'viewer,creator' },
    });
  });

  test('accepts the newer form of the pool’s issuer, read from the same keys', async () => {
    const iss = `https://issuer-cognito-idp.eu-west-1.amazonaws.com/${pool}`;
    expect(await bearer(await sign({ iss }))).toMatchObject({ isAuthorized: true });
  });

  test('fetches the keys once for many tokens, also when they come at once', async () => {
    const decideOnce = decide();
    const before = fetches;
    const tokens = await Promise.all([sign(), sign({ sub: 'b' }), sign({ sub: 'c' })]);
    await Promise.all(tokens.map((token) => decideOnce(`Bearer ${token}`)));
    expect(await decideOnce(`Bearer ${tokens[0]}`)).toMatchObject({ isAuthorized: true });
    expect(fetches - before).toBe(1);
  });

  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['another scheme', 'Basic Y3JlYXRvcjpzZWNyZXQ='],
    ['no token', 'Bearer '],
    ['not a JWT', 'Bearer abc.def.ghi'],
  ])('refuses %s', async (_name, header) => {
    expect(await decide()(header)).toEqual(denied);
  });

  test.each<[string, () => Promise<string>]>([
    ['an expired token', () => sign({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ['a token from the future', () => sign({ nbf: Math.floor(Date.now() / 1000) + 600 })],
    ['an id token', () => sign({ token_use: 'id', aud: clientId })],
    ['a token of another client', () => sign({ client_id: 'another' })],
    ['a token without a client', () => sign({ client_id: undefined })],
    [
      'a token of another pool, signed by its key',
      () => sign({ iss: `${issuer}X` }, { kid: 'theirs' }, otherPool.privateKey),
    ],
    ['another pool’s key under our key’s id', () => sign({}, {}, otherPool.privateKey)],
    ['an issuer that only starts like ours', () => sign({ iss: `${issuer}.example.com` })],
    ['a key that the pool does not have', () => sign({}, { kid: 'unknown' })],
    ['a token without a key id', () => sign({}, { kid: undefined })],
    ['a member of no group', () => sign({ 'cognito:groups': undefined })],
    ['a member of foreign groups only', () => sign({ 'cognito:groups': ['somebody-elses-group'] })],
    ['a group claim that is text', () => sign({ 'cognito:groups': 'admin' })],
    ['a token with another algorithm of the same key', () => signWith('PS256')],
    ['alg none', async () => new UnsecuredJWT(claims()).encode()],
    [
      'alg none with our key id and a dangling signature',
      async () => forge({ alg: 'none', kid: 'ours' }, claims(), 'x'),
    ],
    ['a changed claim under an old signature', async () => tamper(await sign({ 'cognito:groups': ['viewer'] }))],
    ['a cut signature', async () => (await sign()).slice(0, -4)],
    [
      'an embedded key',
      async () => sign({}, { kid: 'x', jwk: await exportJWK(otherPool.publicKey) }, otherPool.privateKey),
    ],
    ['a key address in the token', () => sign({}, { kid: 'x', jku: 'https://example.com/jwks' }, otherPool.privateKey)],
  ])('refuses %s', async (_name, token) => {
    expect(await bearer(await token())).toEqual(denied);
  });

  test('refuses HS256 with the public key as the secret', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'ours' }).sign(secret);
    expect(await bearer(token)).toEqual(denied);
  });

  test('fails, rather than refuses, when the keys cannot be had', async () => {
    status = 503;
    await expect(bearer(await sign())).rejects.toThrow('HTTP status 503');
  });

  test('comes back once the keys can be had again', async () => {
    const again = decide();
    const token = await sign();
    status = 503;
    await expect(again(`Bearer ${token}`)).rejects.toThrow();
    status = 200;
    expect(await again(`Bearer ${token}`)).toMatchObject({ isAuthorized: true });
  });

  test('never logs a token', async () => {
    const token = await sign({ client_id: 'another' });
    await bearer(token);
    expect(lines.parsed()).toMatchObject([{ level: 'INFO', message: expect.stringMatching(/refused/) }]);
    expect(lines.written.join()).not.toContain(token.split('.')[1]);
  });
});

async function signWith(alg: string): Promise<string> {
  const jwk = await exportJWK(keys.privateKey);
  const { importJWK } = await import('jose');
  return new SignJWT(claims()).setProtectedHeader({ alg, kid: 'ours' }).sign(await importJWK(jwk, alg));
}

function forge(header: object, payload: object, signature: string): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode(header)}.${encode(payload)}.${signature}`;
}

function tamper(token: string): string {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), 'cognito:groups': ['admin'] };
  return `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
}
