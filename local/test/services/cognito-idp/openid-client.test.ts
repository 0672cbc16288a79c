import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  tokenRevocation,
} from 'openid-client';
import { Visitor } from '../../../testing/visitor';
import { type LaptopPool, password, startPool } from './laptop-pool';

/** A client library that does not know Cognito, by the author of the OpenID Foundation's certified one. */
const ann = 'ann@example.com';
const redirect_uri = 'http://127.0.0.1:9/';
const client = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email'],
  CallbackURLs: [redirect_uri],
  LogoutURLs: [redirect_uri],
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
};

let pool: LaptopPool;
let config: Configuration;

beforeAll(async () => {
  pool = await startPool({ client });
  await pool.laptop.deploy('AWS::Cognito::UserPoolDomain', 'Domain', { Domain: 'films', UserPoolId: pool.poolId });
  await pool.createUser(ann);
  const aws = 'https://cognito-idp.eu-west-1.amazonaws.com';
  // The issuer is AWS's name, as in every token. On a laptop, its documents are at the laptop's address.
  const atHome: typeof fetch = (url, init) => fetch(String(url).replace(aws, pool.laptop.kernel.endpoint), init);
  config = await discovery(new URL(`${aws}/${pool.poolId}`), pool.clientId, undefined, None(), {
    execute: [allowInsecureRequests, enableNonRepudiationChecks],
    [customFetch]: atHome as never,
  });
});

afterAll(() => pool?.stop());

async function signIn(visitor = new Visitor()) {
  const [pkceCodeVerifier, expectedState, expectedNonce] = [randomPKCECodeVerifier(), randomState(), randomNonce()];
  const url = buildAuthorizationUrl(config, {
    ...{ redirect_uri, scope: 'openid email', state: expectedState, nonce: expectedNonce },
    ...{ code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256' },
  });
  await visitor.follow(url.href, redirect_uri);
  const back = new URL((await visitor.submit({ username: ann, password })) ?? '');
  return authorizationCodeGrant(config, back, {
    pkceCodeVerifier,
    expectedState,
    expectedNonce,
    idTokenExpected: true,
  });
}

test('finds the endpoints, signs in by code and PKCE, and checks the id token', async () => {
  expect(config.serverMetadata().supportsPKCE()).toBe(true);
  const tokens = await signIn();
  expect(tokens.claims()).toMatchObject({ email: ann, aud: pool.clientId });
  const info = await fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  expect(info.email).toBe(ann);
});

test('refreshes by rotation, and revokes', async () => {
  const { refresh_token = '' } = await signIn();
  const next = await refreshTokenGrant(config, refresh_token);
  expect(next.refresh_token).not.toBe(refresh_token);
  await expect(refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  await tokenRevocation(config, next.refresh_token ?? '');
  await expect(refreshTokenGrant(config, next.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('signs out', async () => {
  const visitor = new Visitor();
  await signIn(visitor);
  const url = buildEndSessionUrl(config, { logout_uri: redirect_uri });
  expect((await visitor.go(url.href)).headers.get('location')).toBe(redirect_uri);
});
