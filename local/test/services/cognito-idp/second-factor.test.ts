import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { appCode } from '../../../testing/authenticator-app';
import { type LaptopPool, password, startPool, stopClock } from './laptop-pool';

const ann = 'ann@example.com';
let pool: LaptopPool;
let clock: ReturnType<typeof stopClock>;

async function start(options: Parameters<typeof startPool>[0] = {}) {
  pool = await startPool(options);
  clock = stopClock(pool.laptop);
  await pool.createUser(ann);
}

afterEach(async () => {
  jest.restoreAllMocks();
  await pool?.stop();
});

/** Sets up an app for ann. Returns its key. */
async function setUp(): Promise<string> {
  const { AccessToken } = await pool.signIn(ann);
  const { SecretCode = '' } = await pool.api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const UserCode = appCode(SecretCode, clock.now());
  await pool.api.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName: 'telephone' }));
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await pool.api.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
  return SecretCode;
}

const begin = () =>
  pool.api.send(
    new InitiateAuthCommand({
      ...{ ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH' },
      AuthParameters: { USERNAME: ann, PASSWORD: password },
    }),
  );
const answer = (Session: string | undefined, SOFTWARE_TOKEN_MFA_CODE: string) =>
  pool.api.send(
    new RespondToAuthChallengeCommand({
      ...{ ClientId: pool.clientId, ChallengeName: 'SOFTWARE_TOKEN_MFA', Session },
      ChallengeResponses: { USERNAME: ann, SOFTWARE_TOKEN_MFA_CODE },
    }),
  );

describe('an authenticator app', () => {
  test('is asked for once it is set up, and its code lets the user in', async () => {
    await start();
    const key = await setUp();
    clock.wait(30);
    const { ChallengeName, ChallengeParameters, Session, AuthenticationResult } = await begin();
    expect(AuthenticationResult).toBeUndefined();
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(ChallengeParameters?.FRIENDLY_DEVICE_NAME).toBe('telephone');
    const { AuthenticationResult: tokens } = await answer(Session, appCode(key, clock.now()));
    const user = await pool.api.send(new GetUserCommand({ AccessToken: tokens?.AccessToken }));
    expect(user).toMatchObject({
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  test('is asked for after SRP as well', async () => {
    await start();
    await setUp();
    await expect(pool.signInBySrp(ann)).resolves.toBeUndefined();
  });

  test('has each code taken once, a little early or late, and each session too', async () => {
    await start();
    const key = await setUp();
    const { Session } = await begin();
    await expect(answer(Session, appCode(key, clock.now()))).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    await expect(answer(Session, appCode(key, clock.now() + 90_000))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await expect(answer(Session, appCode(key, clock.now() + 30_000))).resolves.toHaveProperty('AuthenticationResult');
    clock.wait(60);
    await expect(answer(Session, appCode(key, clock.now()))).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('cannot be guessed: five wrong codes lock the user out for a while', async () => {
    await start();
    const key = await setUp();
    const { Session } = await begin();
    for (let count = 0; count < 5; count++) {
      await expect(answer(Session, '12345x')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(answer(Session, appCode(key, clock.now() + 30_000))).rejects.toThrow('Password attempts exceeded');
  });

  test('is not taken into use by a wrong code, or unasked', async () => {
    await start();
    const { AccessToken } = await pool.signIn(ann);
    const verify = (UserCode: string) => pool.api.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    await expect(verify('123456')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await pool.api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await expect(verify('12345x')).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    const prefer = new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });
    await expect(pool.api.send(prefer)).rejects.toThrow('User has not verified software token mfa');
    await expect(begin()).resolves.toHaveProperty('AuthenticationResult');
  });

  test('can be taken away by an administrator', async () => {
    await start();
    await setUp();
    const user = { UserPoolId: pool.poolId, Username: ann };
    expect(await pool.api.send(new AdminGetUserCommand(user))).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
    const SoftwareTokenMfaSettings = { Enabled: false };
    await pool.api.send(new AdminSetUserMFAPreferenceCommand({ ...user, SoftwareTokenMfaSettings }));
    await expect(begin()).resolves.toHaveProperty('AuthenticationResult');
  });

  test('is set up on the way in where the pool demands one', async () => {
    await start({ pool: { MfaConfiguration: 'ON' } });
    const { ChallengeName, ChallengeParameters, Session } = await begin();
    expect([ChallengeName, ChallengeParameters?.MFAS_CAN_SETUP]).toEqual(['MFA_SETUP', '["SOFTWARE_TOKEN_MFA"]']);
    const respond = (session: string | undefined) =>
      pool.api.send(
        new RespondToAuthChallengeCommand({
          ...{ ClientId: pool.clientId, ChallengeName: 'MFA_SETUP', Session: session },
          ChallengeResponses: { USERNAME: ann },
        }),
      );
    await expect(respond(Session)).rejects.toThrow('No MFA has been set up in this session.');
    const associated = await pool.api.send(new AssociateSoftwareTokenCommand({ Session }));
    const UserCode = appCode(associated.SecretCode ?? '', clock.now());
    const verified = await pool.api.send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode }));
    expect((await respond(verified.Session)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  test('is not to be had in a pool without them', async () => {
    await start({ pool: { MfaConfiguration: 'OFF', EnabledMfas: [] } });
    const { AccessToken } = await pool.signIn(ann);
    const associate = pool.api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await expect(associate).rejects.toMatchObject({ name: 'SoftwareTokenMFANotFoundException' });
  });
});

describe('a refresh token that rotates', () => {
  const client = {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 20 },
  };
  const refresh = async (RefreshToken: string | undefined) =>
    (await pool.api.send(new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken })))
      .AuthenticationResult;

  test('is good for one refresh and its repeats, and its successor for the next', async () => {
    await start({ client });
    const { RefreshToken: first } = await pool.signIn(ann);
    const second = (await refresh(first))?.RefreshToken;
    expect(second).not.toBe(first);
    await expect(refresh(first)).resolves.toHaveProperty('AccessToken');
    clock.wait(21);
    await expect(refresh(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
  });

  test('goes by its own operation only', async () => {
    await start({ client });
    const { RefreshToken } = await pool.signIn(ann);
    const AuthParameters = { REFRESH_TOKEN: RefreshToken };
    const command = { ClientId: pool.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters } as const;
    await expect(pool.api.send(new InitiateAuthCommand(command))).rejects.toThrow('Auth flow not enabled');
    const both = { ...client, UserPoolId: pool.poolId, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] };
    await expect(pool.laptop.deploy('AWS::Cognito::UserPoolClient', 'Odd', both)).rejects.toThrow(
      'cannot be combined with',
    );
  });
});
