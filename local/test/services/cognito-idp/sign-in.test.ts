import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  ChangePasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { type LaptopPool, password, startPool } from './laptop-pool';
import { SrpClient } from './srp-client';

const ann = 'ann@example.com';
const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

let pool: LaptopPool;
beforeEach(async () => {
  pool = await startPool();
  await pool.createUser(ann);
});
afterEach(() => pool.stop());

async function jwks() {
  const response = { writeHead: () => response, end: (body: string) => (text = body) };
  let text = '';
  const request = { url: `/${pool.poolId}/.well-known/jwks.json`, method: 'GET' };
  pool.cognito.handle(request as never, response as never);
  return JSON.parse(text);
}

describe('signing in', () => {
  test('by password and by SRP gives tokens that aws-jwt-verify accepts', async () => {
    const options = { userPoolId: pool.poolId, clientId: pool.clientId } as const;
    for (const tokens of [await pool.signIn(ann), await pool.signInBySrp(ann)]) {
      const access = CognitoJwtVerifier.create({ ...options, tokenUse: 'access' });
      const id = CognitoJwtVerifier.create({ ...options, tokenUse: 'id' });
      access.cacheJwks(await jwks());
      id.cacheJwks(await jwks());
      await expect(access.verify(tokens.AccessToken)).resolves.toMatchObject({ client_id: pool.clientId });
      await expect(id.verify(tokens.IdToken)).resolves.toMatchObject({ email: ann });
    }
  });

  test('puts the claims into tokens that Cognito puts there', async () => {
    const group = { UserPoolId: pool.poolId, Username: ann, GroupName: 'creator' };
    await pool.api.send(new AdminAddUserToGroupCommand(group));
    const { AccessToken, IdToken } = await pool.signIn('ANN@example.com');
    const access = claimsOf(AccessToken);
    const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(access).toEqual({
      sub: uuid,
      'cognito:groups': ['creator'],
      iss: `https://cognito-idp.eu-west-1.amazonaws.com/${pool.poolId}`,
      client_id: pool.clientId,
      origin_jti: uuid,
      event_id: uuid,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: access.iat,
      exp: access.iat + 30 * 60,
      iat: expect.any(Number),
      jti: uuid,
      username: access.sub,
    });
    expect(claimsOf(IdToken)).toEqual({
      sub: access.sub,
      'cognito:groups': ['creator'],
      iss: access.iss,
      'cognito:username': access.sub,
      origin_jti: access.origin_jti,
      aud: pool.clientId,
      event_id: access.event_id,
      token_use: 'id',
      auth_time: access.iat,
      exp: access.iat + 20 * 60,
      iat: access.iat,
      jti: uuid,
      email: ann,
    });
  });

  test('refuses a wrong password and an unknown user alike, by either way', async () => {
    await expect(pool.signIn(ann, 'Wrong-horse-99')).rejects.toMatchObject(refused);
    await expect(pool.signIn('nobody@example.com')).rejects.toMatchObject(refused);
    await expect(pool.signInBySrp(ann, 'Wrong-horse-99')).rejects.toMatchObject(refused);
    await expect(pool.signInBySrp('nobody@example.com')).rejects.toMatchObject(refused);
  });

  test('by SRP shows the same numbers for an unknown user each time, and no sign that there is none', async () => {
    const challenge = async (USERNAME: string) => {
      const AuthParameters = { USERNAME, SRP_A: new SrpClient(pool.poolId, '').publicValue };
      const command = { ClientId: pool.clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters } as const;
      return (await pool.api.send(new InitiateAuthCommand(command))).ChallengeParameters ?? {};
    };
    const [first, second, real] = [
      await challenge('no@example.com'),
      await challenge('no@example.com'),
      await challenge(ann),
    ];
    expect(first.SALT).toBe(second.SALT);
    expect(first.USER_ID_FOR_SRP).toBe(second.USER_ID_FOR_SRP);
    expect(first.USER_ID_FOR_SRP).toHaveLength(real.USER_ID_FOR_SRP?.length as number);
  });

  test('by SRP takes an answer once, of this client, in this form, and no zero', async () => {
    const srp = new SrpClient(pool.poolId, password);
    const start = { ClientId: pool.clientId, AuthFlow: 'USER_SRP_AUTH' } as const;
    const initiate = (SRP_A: string) =>
      pool.api.send(new InitiateAuthCommand({ ...start, AuthParameters: { USERNAME: ann, SRP_A } }));
    const { ChallengeName, ChallengeParameters = {} } = await initiate(srp.publicValue);
    const respond = (ChallengeResponses: Record<string, string>) =>
      pool.api.send(new RespondToAuthChallengeCommand({ ClientId: pool.clientId, ChallengeName, ChallengeResponses }));
    const answer = srp.answer(ChallengeParameters);
    await expect(respond({ ...answer, TIMESTAMP: new Date().toISOString() })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(respond({ ...answer, PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA' })).rejects.toMatchObject(refused);
    await expect(respond(answer)).resolves.toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
    await expect(respond(answer)).rejects.toMatchObject(refused);
    await expect(initiate('0')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('is locked for a while after five wrong passwords', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) await pool.signIn(ann, 'Wrong-horse-99').catch(() => {});
    await expect(pool.signIn(ann)).rejects.toMatchObject({ message: 'Password attempts exceeded' });
    await new Promise((done) => setTimeout(done, 1050));
    await expect(pool.signIn(ann)).resolves.toBeDefined();
  });

  test('by a flow that the client was not given is refused', async () => {
    const AuthParameters = { USERNAME: ann, PASSWORD: password };
    const { ref } = await pool.laptop.deploy('AWS::Cognito::UserPoolClient', 'SrpOnly', {
      UserPoolId: pool.poolId,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    });
    const command = new InitiateAuthCommand({ ClientId: ref, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    await expect(pool.api.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('with a temporary password asks for a new one, once', async () => {
    const bob = 'bob@example.com';
    const create = { UserPoolId: pool.poolId, Username: bob, TemporaryPassword: 'Temporary-77' };
    await pool.api.send(new AdminCreateUserCommand(create));
    expect(pool.lastMail()).toContain('Temporary-77');
    const AuthParameters = { USERNAME: bob, PASSWORD: 'Temporary-77' };
    const { ChallengeName, Session, ChallengeParameters } = await pool.api.send(
      new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    );
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(JSON.parse(ChallengeParameters?.userAttributes ?? '')).toEqual({ email: bob });
    const respond = (NEW_PASSWORD: string) =>
      pool.api.send(
        new RespondToAuthChallengeCommand({
          ...{ ClientId: pool.clientId, ChallengeName, Session },
          ChallengeResponses: { USERNAME: bob, NEW_PASSWORD },
        }),
      );
    await expect(respond('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await expect(respond(password)).resolves.toMatchObject({ AuthenticationResult: { ExpiresIn: 1800 } });
    await expect(respond(password)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(pool.signIn(bob)).resolves.toBeDefined();
  });
});

describe('a sign-in', () => {
  const refresh = (REFRESH_TOKEN: string, ClientId = pool.clientId) =>
    pool.api.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
    );

  test('goes on by its refresh token, in the same session, for the same client only', async () => {
    const first = await pool.signIn(ann);
    const { AuthenticationResult: next } = await refresh(first.RefreshToken);
    expect(next?.RefreshToken).toBeUndefined();
    const [before, after] = [claimsOf(first.AccessToken), claimsOf(next?.AccessToken ?? '')];
    expect(after).toMatchObject({ origin_jti: before.origin_jti, auth_time: before.auth_time });
    expect(after.jti).not.toBe(before.jti);
    const properties = { UserPoolId: pool.poolId };
    const { ref: other } = await pool.laptop.deploy('AWS::Cognito::UserPoolClient', 'Other', properties);
    await expect(refresh(first.RefreshToken, other)).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
    await expect(refresh(`${first.RefreshToken}x`)).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
  });

  test('ends when its refresh token is revoked', async () => {
    const [{ AccessToken, RefreshToken }, other] = [await pool.signIn(ann), await pool.signIn(ann)];
    await pool.api.send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: RefreshToken }));
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' });
    const use = pool.api.send(new GetUserCommand({ AccessToken }));
    await expect(use).rejects.toMatchObject({ message: 'Access Token has been revoked' });
    await expect(refresh(other.RefreshToken)).resolves.toBeDefined();
  });

  test('ends everywhere by a global sign-out', async () => {
    const [{ AccessToken }, other] = [await pool.signIn(ann), await pool.signIn(ann)];
    await pool.api.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(refresh(other.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('lets its user read their attributes and change the password', async () => {
    const { AccessToken } = await pool.signIn(ann);
    const { UserAttributes } = await pool.api.send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: ann });
    const change = (PreviousPassword: string) =>
      pool.api.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'Another-horse-9' }));
    await expect(change('Wrong-horse-99')).rejects.toMatchObject(refused);
    await change(password);
    await expect(pool.signInBySrp(ann, 'Another-horse-9')).resolves.toBeDefined();
    await expect(pool.signIn(ann)).rejects.toMatchObject(refused);
  });

  test("is not taken from an id token, another pool's, or a forged one", async () => {
    const { AccessToken, IdToken } = await pool.signIn(ann);
    const { ref: UserPoolId } = await pool.laptop.deploy('AWS::Cognito::UserPool', 'Others', {});
    expect(UserPoolId).not.toBe(pool.poolId);
    const [head, body, signature] = AccessToken.split('.') as [string, string, string];
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(AccessToken), username: 'root' })).toString('base64url');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const token of [IdToken, `${head}.${forged}.${signature}`, `${unsigned}.${body}.`, 'nonsense']) {
      const use = pool.api.send(new GetUserCommand({ AccessToken: token }));
      await expect(use).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid Access Token' });
    }
  });

  test('outlives a restart of the laptop, tokens, passwords and all', async () => {
    const before = await pool.signIn(ann);
    const home = pool.laptop.kernel.folder('.');
    const { poolId } = pool;
    await pool.stop();
    pool = await startPool({ home });
    expect(pool.poolId).toBe(poolId);
    await expect(pool.api.send(new GetUserCommand({ AccessToken: before.AccessToken }))).resolves.toBeDefined();
    await expect(refresh(before.RefreshToken)).resolves.toBeDefined();
    await expect(pool.signInBySrp(ann)).resolves.toBeDefined();
  });
});
