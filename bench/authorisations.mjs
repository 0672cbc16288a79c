// Measures playback authorisations of the authorizer and the session handler, over their necessary cryptography: the
// verification of one token and the signature of one policy. Tables and stores respond at once from memory.
import { createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { exportJWK, SignJWT } from 'jose';
import { bundleRules } from './bundle-rules.mjs';
import { median } from './median.mjs';

const pool = 'eu-west-1_AbCdEf123';
const client = '3n4b5urk1ft4fl3mg5e62d9ado';
const assetId = `a${'b'.repeat(21)}`;
const rounds = 41;
const perRound = 100;

/** The deployed rules, with ports of this file. */
const rules = (folder) =>
  bundleRules(
    folder,
    'authorisations',
    `export { authorizer } from './lambda/auth/authorizer';
     export { playback } from './lambda/delivery/playback';
     export { http } from './lambda/shared/http';`,
  );

function memory() {
  const rows = new Map();
  const accounts = new Map();
  return {
    find: async (id) => rows.get(id),
    account: async (id) => accounts.get(id) ?? { open: [], revision: 0 },
    // Every session is its viewer's first, so that the measurement does not include a growing list.
    write: async () => true,
  };
}

/** Per second, medians: `{ handler, bare }`. */
export async function benchAuthorisations(folder) {
  const { authorizer, playback, http } = await rules(folder);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = ec.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const key = createPrivateKey(pem);
  const jwk = { ...(await exportJWK(rsa.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const jwks = { keys: [jwk] };
  const server = createServer((_, response) => response.end(JSON.stringify(jwks)));
  const address = await new Promise((done) =>
    server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}/`)),
  );
  const claims = { sub: 's', client_id: client, token_use: 'access', username: 'u', 'cognito:groups': ['viewer'] };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(`https://cognito-idp.eu-west-1.amazonaws.com/${pool}`)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(rsa.privateKey);

  const decide = authorizer({ USER_POOL_ID: pool, CLIENT_ID: client, JWKS_URI: address });
  const manifests = { version: 1, hls: `${assetId}/manifests/1/index.m3u8`, dash: `${assetId}/manifests/1/index.mpd` };
  const asset = { id: assetId, title: 'Film', status: 'READY', ownerId: 'o', manifests };
  const handler = http(
    playback({
      assets: { find: async () => asset },
      sessions: memory(),
      viewers: { ageLimit: async () => 18 },
      revocations: { add: async () => {} },
      signingKey: async () => ({ keyPairId: 'K2JCJMDEHXQW5F', privateKey: key }),
      viewerOrigin: 'https://d111111abcdef8.cloudfront.net',
      limits: { sessionSeconds: 3600, longestSeconds: 7200, concurrent: 3, perHour: 1e9 },
      bindCountry: false,
      now: () => new Date(),
    }),
  );
  const authorise = async () => {
    const { isAuthorized, context } = await decide(`Bearer ${token}`);
    if (!isAuthorized) throw new Error('the token was refused');
    const { statusCode } = await handler({
      routeKey: 'POST /api/assets/{id}/playback',
      pathParameters: { id: assetId },
      headers: { 'user-agent': 'bench' },
      requestContext: { requestId: 'r', authorizer: { lambda: context } },
      isBase64Encoded: false,
    });
    if (statusCode !== 201) throw new Error(`the handler returned ${statusCode}`);
  };

  const verifier = CognitoJwtVerifier.create({ userPoolId: pool, clientId: client, tokenUse: 'access' });
  verifier.cacheJwks(jwks);
  const policy = JSON.stringify({
    Statement: [
      { Resource: `https://d.cloudfront.net/v/x/${assetId}/*`, Condition: { DateLessThan: { 'AWS:EpochTime': 1 } } },
    ],
  });
  const bare = async () => {
    await verifier.verify(token);
    createSign('SHA1').update(policy).sign(key);
  };

  const times = { authorise: [], bare: [] };
  // The two take turns, so that load of the machine affects both. The first rounds are warm-up.
  for (let round = 0; round < rounds + 2; round += 1) {
    for (const [name, work] of [
      ['authorise', authorise],
      ['bare', bare],
    ]) {
      const startedAt = performance.now();
      for (let n = 0; n < perRound; n += 1) await work();
      if (round >= 2) times[name].push(performance.now() - startedAt);
    }
  }
  server.close();
  const perSecond = (list) => (perRound * 1000) / median(list);
  return { handler: perSecond(times.authorise), bare: perSecond(times.bare) };
}
