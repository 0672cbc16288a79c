import { createHash, randomUUID } from 'node:crypto';
import { errors, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import { type Client, issuer, type Pool, type Pools } from './pools';
import { runPreTokenGeneration, type TokenChanges, type TokenTrigger } from './pre-token-generation';
import { publicPart, type SigningKey } from './secrets';
import type { SignIn, SignIns } from './sign-ins';
import { type User, type Users, userNotFound } from './users';

/** The sign-in that a code of managed login grants. */
export interface Grant {
  readonly scopes: readonly string[];
  readonly nonce?: string;
}

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
  readonly RefreshToken?: string;
}

/** The only scope of a sign-in through the API, which the API's own calls require. */
const apiScope = 'aws.cognito.signin.user.admin';

/** Attributes that Cognito stores as text, and that tokens contain as true or false. */
const booleans = ['email_verified', 'phone_number_verified'];

const refused = (message: string) => new ServiceError('NotAuthorizedException', message);

/** Issues a pool's tokens, and verifies the access tokens with which users call. */
export class TokenService {
  constructor(
    private readonly kernel: Kernel,
    private readonly pools: Pools,
    private readonly users: Users,
    private readonly signIns: SignIns,
  ) {}

  /** Starts a sign-in, with a refresh token. */
  async open(pool: Pool, client: Client, user: User, trigger: TokenTrigger): Promise<Tokens> {
    const { signIn, refreshToken } = this.signIns.open(pool, client, user);
    return { ...(await this.issue(pool, client, user, signIn, trigger)), RefreshToken: refreshToken };
  }

  /** Starts a sign-in by a code of managed login, with the scopes that the code grants. */
  async openGranted(pool: Pool, client: Client, user: User, { scopes, nonce }: Grant) {
    const { signIn, refreshToken } = this.signIns.open(pool, client, user, scopes);
    const tokens = await this.issue(pool, client, user, signIn, 'HostedAuth', nonce);
    return { signIn, tokens: { ...tokens, RefreshToken: refreshToken } };
  }

  /** Returns new tokens of an existing sign-in. */
  async issue(
    pool: Pool,
    client: Client,
    user: User,
    signIn: SignIn,
    trigger: TokenTrigger,
    nonce?: string,
  ): Promise<Tokens> {
    const granted = signIn.scopes ?? [apiScope];
    const changes = await runPreTokenGeneration(this.kernel, pool, client, user, trigger, granted);
    const groups = this.groups(pool, changes.groups ?? user.groups);
    const iat = Math.floor(this.kernel.now() / 1000);
    const common = {
      sub: user.attributes.sub,
      ...(groups.names.length && { 'cognito:groups': groups.names }),
      iss: issuer(pool),
      origin_jti: signIn.id,
      event_id: signIn.eventId,
      auth_time: Math.floor(signIn.at / 1000),
      iat,
    };
    const scopes = [...granted, ...changes.scopesToAdd].filter((scope) => !changes.scopesToSuppress.includes(scope));
    const access = {
      ...common,
      client_id: client.id,
      token_use: 'access',
      scope: scopes.join(' '),
      exp: iat + client.validity.access,
      jti: randomUUID(),
      username: user.username,
    };
    const accessToken = await sign(pool.secrets.accessKey, changed(access, changes.access));
    const id = {
      ...identityClaims(client, user),
      ...common,
      ...groups.roles,
      'cognito:username': user.username,
      aud: client.id,
      token_use: 'id',
      exp: iat + client.validity.id,
      jti: randomUUID(),
      ...(signIn.scopes && { at_hash: halfHash(accessToken) }),
      ...(nonce !== undefined && { nonce }),
    };
    return {
      AccessToken: accessToken,
      IdToken: await sign(pool.secrets.idKey, changed(id, changes.id)),
      ExpiresIn: client.validity.access,
      TokenType: 'Bearer',
    };
  }

  /** Returns the user of an access token. Throws `NotAuthorizedException` if the token is not valid. */
  async holder(
    accessToken: string | undefined,
    scope = apiScope,
  ): Promise<{ pool: Pool; client: Client; user: User; scopes: readonly string[] }> {
    const claims = await this.verified(accessToken ?? '');
    const signIn = this.signIns.get(String(claims.origin_jti));
    if (!signIn || signIn.revoked) throw refused('Access Token has been revoked');
    if (!String(claims.scope).split(' ').includes(scope)) throw refused('Access Token does not have required scopes');
    const pool = this.pools.get(signIn.poolId);
    const user = this.users.find(pool, signIn.username);
    if (!user) throw userNotFound();
    if (!user.enabled) throw refused('User is disabled.');
    return { pool, client: this.pools.client(signIn.clientId), user, scopes: String(claims.scope).split(' ') };
  }

  private async verified(accessToken: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(
        accessToken,
        ({ kid }) => {
          const pool = this.pools.byKey(kid);
          if (!pool) throw new errors.JWKSNoMatchingKey();
          return importJWK(publicPart(pool.secrets.accessKey), 'RS256');
        },
        { algorithms: ['RS256'], currentDate: new Date(this.kernel.now()) },
      );
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw refused('Access Token has expired');
      if (error instanceof errors.JOSEError) throw refused('Invalid Access Token');
      throw error;
    }
  }

  /**
   * Returns the groups in order of precedence, the smallest number first. The first group's role is the preferred one.
   */
  private groups(pool: Pool, names: readonly string[]) {
    const known = this.pools.groupsOf(pool).filter(({ name }) => names.includes(name));
    const last = Number.MAX_SAFE_INTEGER;
    known.sort((a, b) => (a.precedence ?? last) - (b.precedence ?? last));
    const roles = known.flatMap(({ roleArn }) => roleArn ?? []);
    const added = names.filter((name) => !known.some((group) => group.name === name));
    return {
      names: [...known.map(({ name }) => name), ...added],
      roles: roles.length ? { 'cognito:roles': roles, 'cognito:preferred_role': roles[0] } : {},
    };
  }
}

/** Returns the `at_hash` of OpenID Connect Core, 3.1.3.6: the left half of the SHA-256. */
const halfHash = (token: string) => createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');

function identityClaims(client: Client, user: User): Record<string, unknown> {
  const readable = Object.entries(user.attributes).filter(
    ([name]) => !client.readAttributes || client.readAttributes.includes(name),
  );
  return Object.fromEntries(
    readable.map(([name, value]) => [name, booleans.includes(name) ? value === 'true' : value]),
  );
}

function changed(claims: Record<string, unknown>, { set, suppress }: TokenChanges['access']): JWTPayload {
  const kept = Object.entries({ ...claims, ...set }).filter(([name]) => !suppress.includes(name));
  return Object.fromEntries(kept);
}

async function sign(key: SigningKey, claims: JWTPayload): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ kid: key.kid, alg: 'RS256' }).sign(await importJWK(key, 'RS256'));
}
