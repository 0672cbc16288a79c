import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { admission } from '../../../lambda/auth/admission';
import { captureLines, type Lines } from '../../support/lines';

const pool = 'eu-west-1_AbCdEf123';
const clientId = '3n4b5urk1ft4fl3mg5e62d9ado';

let server: Server;
let decide: ReturnType<typeof admission>;
let token: string;
let fetches = 0;

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'ours', alg: 'RS256', use: 'sig' };
  server = createServer((_request, response) => {
    fetches += 1;
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  token = await new SignJWT({
    ...{ client_id: clientId, token_use: 'access', username: 'ann', 'cognito:groups': ['viewer'] },
    iss: `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`,
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'ours' })
    .setSubject('f3a1c2')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
});
afterAll(() => new Promise((done) => server.close(done)));

let lines: Lines;
beforeEach(() => {
  fetches = 0;
  lines = captureLines();
  decide = admission({
    ...{ USER_POOL_ID: pool, CLIENT_ID: clientId, ORIGIN_KEYS: ['first-value', 'second-value'] },
    JWKS_URI: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${pool}/.well-known/jwks.json`,
  });
});
afterEach(() => jest.restoreAllMocks());

const headers = (key?: string, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  'omnistream-viewer-address': '203.0.113.7',
  ...(key !== undefined && { 'omnistream-origin-key': key }),
  ...more,
});

test.each(['first-value', 'second-value'])('accepts each of the numbered values: %s', async (key) => {
  expect(await decide(headers(key))).toEqual({
    isAuthorized: true,
    context: { sub: 'f3a1c2', username: 'ann', groups: 'viewer', viewerAddress: '203.0.113.7' },
  });
});

test.each([
  ['no value', undefined],
  ['an empty value', ''],
  ['a guessed value', 'third-value'],
  ['a part of a value', 'first'],
  ['a value with more behind it', 'first-value '],
  ['both values', 'first-value,second-value'],
])('refuses a valid token with %s, before it reads the token', async (_, key) => {
  expect(await decide(headers(key))).toEqual({ isAuthorized: false });
  expect(fetches).toBe(0);
});

test('refuses a caller of the API’s own address, who sends CloudFront’s headers with a valid token', async () => {
  const forged = {
    'cloudfront-viewer-country': 'DE',
    'cloudfront-viewer-address': '203.0.113.7:1',
    via: '1.1 cloudfront',
  };
  expect(await decide(headers(undefined, forged))).toEqual({ isAuthorized: false });
});

test('refuses a request of the distribution without a token', async () => {
  expect(await decide(headers('first-value', { authorization: '' }))).toEqual({ isAuthorized: false });
});

test('logs neither values nor tokens', async () => {
  await decide(headers('third-value'));
  await decide(headers('first-value', { authorization: `Bearer ${token}x` }));
  expect(lines.written.join()).not.toMatch(new RegExp(`-value|${token.split('.')[2]}`));
});

test('accepts one spelling of a token, so that it has one rate', async () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const decisions = await Promise.all(
    [...alphabet].map((last) =>
      decide(headers('first-value', { authorization: `Bearer ${token.slice(0, -1)}${last}` })),
    ),
  );
  expect(decisions.filter(({ isAuthorized }) => isAuthorized)).toHaveLength(1);
});
