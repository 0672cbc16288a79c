import { createHmac } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { allow, deployRole } from '../../../testing/role';
import { type LaptopPool, password, startPool } from './laptop-pool';

const ann = 'ann@example.com';
const codeIn = (mail: string) => /code is (\d{6})/.exec(mail)?.[1];

let pool: LaptopPool;
afterEach(() => pool.stop());

describe('signing up', () => {
  const signUp = (Username = ann, Password = password) =>
    pool.api.send(new SignUpCommand({ ClientId: pool.clientId, Username, Password }));
  const confirm = (ConfirmationCode: string | undefined, Username = ann) =>
    pool.api.send(new ConfirmSignUpCommand({ ClientId: pool.clientId, Username, ConfirmationCode }));

  test('mails a code, without which the user stays out', async () => {
    pool = await startPool();
    const { CodeDeliveryDetails, UserConfirmed } = await signUp();
    expect(CodeDeliveryDetails).toEqual({ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' });
    expect(UserConfirmed).toBe(false);
    await expect(pool.signIn(ann)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
    const code = codeIn(pool.lastMail());
    await expect(confirm(code === '000000' ? '000001' : '000000')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await confirm(code);
    await expect(pool.signIn(ann)).resolves.toBeDefined();
    await expect(confirm(code)).rejects.toMatchObject({
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  test('again under the same address, in whatever case, is refused', async () => {
    pool = await startPool();
    await signUp();
    await expect(signUp('ANN@example.com')).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });

  test('at the same moment twice makes one user', async () => {
    pool = await startPool();
    const outcomes = await Promise.allSettled([signUp(), signUp()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('can have the code sent again, after which only the new one holds', async () => {
    pool = await startPool();
    await signUp();
    const first = codeIn(pool.lastMail());
    await new Promise((done) => setTimeout(done, 5));
    await pool.api.send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username: ann }));
    const second = codeIn(pool.lastMail());
    if (first !== second) await expect(confirm(first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await confirm(second);
  });

  test('gives up after five wrong codes', async () => {
    pool = await startPool();
    await signUp();
    const code = codeIn(pool.lastMail());
    const wrong = code === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt += 1) await confirm(wrong).catch(() => {});
    await expect(confirm(code)).rejects.toMatchObject({ name: 'TooManyFailedAttemptsException' });
  });

  test.each([
    ['Short-1', 'Password not long enough'],
    ['correct-horse-9', 'Password must have uppercase characters'],
    ['CORRECT-HORSE-9', 'Password must have lowercase characters'],
    ['Correct-horse-x', 'Password must have numeric characters'],
    ['Correcthorse99', 'Password must have symbol characters'],
  ])('refuses the password %s', async (weak, why) => {
    pool = await startPool();
    const message = `Password did not conform with policy: ${why}`;
    await expect(signUp(ann, weak)).rejects.toMatchObject({ name: 'InvalidPasswordException', message });
  });

  test('is refused where only administrators make users', async () => {
    pool = await startPool({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } });
    await expect(signUp()).rejects.toMatchObject({ message: 'SignUp is not permitted for this user pool' });
  });
});

describe('a forgotten password', () => {
  const forgot = (Username: string) => pool.api.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username }));

  test('is replaced by the code that was mailed', async () => {
    pool = await startPool();
    await pool.cognito.ensureUser(pool.poolId, { email: ann, password, groups: [] });
    await forgot(ann);
    const [, code] = /(\d{6})/.exec(pool.lastMail().split('\n\n')[1] ?? '') ?? [];
    const reset = { ClientId: pool.clientId, Username: ann, ConfirmationCode: code, Password: 'Another-horse-9' };
    await pool.api.send(new ConfirmForgotPasswordCommand(reset));
    await expect(pool.signInBySrp(ann, 'Another-horse-9')).resolves.toBeDefined();
    await expect(pool.api.send(new ConfirmForgotPasswordCommand(reset))).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });

  test('is answered alike whether the user exists or not', async () => {
    pool = await startPool();
    const { CodeDeliveryDetails } = await forgot('nobody@example.com');
    expect(CodeDeliveryDetails).toMatchObject({ Destination: 'n***@e***' });
  });

  test('tells of an unknown user where the client was set up to', async () => {
    pool = await startPool({ client: { PreventUserExistenceErrors: 'LEGACY' } });
    const unknown = { name: 'UserNotFoundException', message: 'User does not exist.' };
    await expect(forgot('nobody@example.com')).rejects.toMatchObject(unknown);
    await expect(pool.signIn('nobody@example.com')).rejects.toMatchObject(unknown);
    await expect(pool.signInBySrp('nobody@example.com')).rejects.toMatchObject(unknown);
  });
});

describe('a user pool with names of their own', () => {
  const names = { UsernameAttributes: undefined, AliasAttributes: ['email'] };
  const signUp = (Username: string) =>
    pool.api.send(
      new SignUpCommand({
        ...{ ClientId: pool.clientId, Username, Password: password },
        UserAttributes: [{ Name: 'email', Value: ann }],
      }),
    );
  const confirm = (Username: string, ForceAliasCreation = false) => {
    const ConfirmationCode = codeIn(pool.lastMail());
    const answer = { ClientId: pool.clientId, Username, ConfirmationCode, ForceAliasCreation };
    return pool.api.send(new ConfirmSignUpCommand(answer));
  };

  test('lets a user in by the name, and by the address once it is verified', async () => {
    pool = await startPool({ pool: names });
    await signUp('ann');
    await expect(pool.signIn(ann)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await confirm('ann');
    await expect(pool.signIn('Ann')).resolves.toBeDefined();
    await expect(pool.signInBySrp(ann)).resolves.toBeDefined();
  });

  test('leaves an address to one user, which moves only when it is asked for', async () => {
    pool = await startPool({ pool: names });
    await signUp('ann');
    await confirm('ann');
    await new Promise((done) => setTimeout(done, 5));
    await signUp('anna');
    await expect(confirm('anna')).rejects.toMatchObject({ name: 'AliasExistsException' });
    await confirm('anna', true);
    const { AccessToken } = await pool.signIn(ann);
    const { Username } = await pool.api.send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe('anna');
  });

  test('takes no attribute that it does not know, or that says it is verified', async () => {
    pool = await startPool({ pool: names });
    const signUpWith = (Name: string, Value: string) =>
      pool.api.send(
        new SignUpCommand({
          ...{ ClientId: pool.clientId, Username: 'ann', Password: password },
          UserAttributes: [
            { Name: 'email', Value: ann },
            { Name, Value },
          ],
        }),
      );
    await expect(signUpWith('shoe_size', '9')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(signUpWith('email_verified', 'true')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('a user pool', () => {
  test('lets an administrator sign a user in, where the client allows it', async () => {
    pool = await startPool({ client: { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] } });
    await pool.createUser(ann);
    const AuthParameters = { USERNAME: ann, PASSWORD: password };
    const command = { UserPoolId: pool.poolId, ClientId: pool.clientId, AuthParameters };
    const { AuthenticationResult } = await pool.api.send(
      new AdminInitiateAuthCommand({ ...command, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' }),
    );
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    const anybody = new InitiateAuthCommand({ ...command, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' });
    await expect(pool.api.send(anybody)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('makes the users that a laptop starts with, as often as it is asked', async () => {
    pool = await startPool();
    const user = { email: ann, password, groups: ['creator'] };
    await pool.cognito.ensureUser(pool.poolId, user);
    await pool.cognito.ensureUser(pool.poolId, { ...user, password: 'Another-horse-9', groups: ['viewer'] });
    await expect(pool.signIn(ann, 'Another-horse-9')).resolves.toBeDefined();
    const command = new AdminListGroupsForUserCommand({ UserPoolId: pool.poolId, Username: ann });
    const { Groups } = await pool.api.send(command);
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['viewer', 'creator']);
  });

  test('describes itself and its clients', async () => {
    pool = await startPool();
    const { UserPool } = await pool.api.send(new DescribeUserPoolCommand({ UserPoolId: pool.poolId }));
    expect(UserPool).toMatchObject({ Id: pool.poolId, Policies: { PasswordPolicy: { MinimumLength: 12 } } });
    const { UserPoolClient } = await pool.api.send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId }),
    );
    expect(UserPoolClient).toMatchObject({ AccessTokenValidity: 30, PreventUserExistenceErrors: 'ENABLED' });
  });

  test('lists users page by page, and by the beginning of an attribute', async () => {
    pool = await startPool();
    for (const name of ['ann', 'bob', 'bea']) {
      await pool.cognito.ensureUser(pool.poolId, { email: `${name}@example.com`, password, groups: [] });
    }
    const list = async (input: object) => {
      const page = await pool.api.send(new ListUsersCommand({ UserPoolId: pool.poolId, ...input }));
      const emails = page.Users?.map(({ Attributes }) => Attributes?.find(({ Name }) => Name === 'email')?.Value);
      return { emails, next: page.PaginationToken };
    };
    const first = await list({ Limit: 2 });
    expect(first.emails).toHaveLength(2);
    const { emails, next } = await list({ Limit: 2, PaginationToken: first.next });
    expect([...(first.emails ?? []), ...(emails ?? [])].sort()).toEqual(
      ['ann', 'bea', 'bob'].map((name) => `${name}@example.com`),
    );
    expect(next).toBeUndefined();
    expect((await list({ Filter: 'email ^= "b"' })).emails).toHaveLength(2);
    await expect(list({ Filter: 'shoe_size = "9"' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('publishes the keys of its tokens for every origin', async () => {
    pool = await startPool();
    const replies: [number, Record<string, string>][] = [];
    const response = {
      writeHead: (status: number, headers: Record<string, string>) => replies.push([status, headers]) && response,
      end: () => response,
    };
    const ask = (url: string) => pool.cognito.handle({ url, method: 'GET' } as never, response as never);
    expect(ask(`/${pool.poolId}/.well-known/jwks.json`)).toBe(true);
    expect(ask(`/${pool.poolId}/.well-known/openid-configuration`)).toBe(true);
    expect(ask('/eu-west-1_Unknown99/.well-known/jwks.json')).toBe(true);
    expect(ask('/bucket/.well-known/jwks.json')).toBe(false);
    expect(replies.map(([status]) => status)).toEqual([200, 200, 404]);
    expect(replies[0]?.[1]['access-control-allow-origin']).toBe('*');
  });

  test('gives its clients no word about administration without a role that may', async () => {
    pool = await startPool();
    const roleArn = await deployRole(pool.laptop, 'lambda.amazonaws.com', [allow('cognito-idp:AdminGetUser')]);
    const credentials = pool.laptop.kernel.credentials(roleArn, 'run');
    const api = new CognitoIdentityProviderClient({ ...pool.laptop.clientConfig, credentials });
    await pool.createUser(ann);
    const user = { UserPoolId: pool.poolId, Username: ann };
    await expect(api.send(new AdminGetUserCommand(user))).resolves.toMatchObject({ UserStatus: 'CONFIRMED' });
    const promote = new AdminAddUserToGroupCommand({ ...user, GroupName: 'creator' });
    await expect(api.send(promote)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('demands of a client with a secret to prove that it knows it', async () => {
    pool = await startPool();
    await pool.createUser(ann);
    const properties = { UserPoolId: pool.poolId, GenerateSecret: true, ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] };
    const { ref: ClientId } = await pool.laptop.deploy('AWS::Cognito::UserPoolClient', 'Secret', properties);
    const { UserPoolClient } = await pool.api.send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId }),
    );
    const signIn = (SECRET_HASH?: string) => {
      const AuthParameters = { USERNAME: ann, PASSWORD: password, ...(SECRET_HASH && { SECRET_HASH }) };
      return pool.api.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }));
    };
    const hash = createHmac('sha256', UserPoolClient?.ClientSecret ?? '').update(`${ann}${ClientId}`);
    await expect(signIn(hash.digest('base64'))).resolves.toBeDefined();
    await expect(signIn('AAAA')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(signIn()).rejects.toThrow('SECRET_HASH was not received');
  });

  test.each([
    ['a second factor by SMS', { EnabledMfas: ['SMS_MFA'] }, 'EnabledMfas'],
    ['codes sent as links', { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } }, 'LINK'],
    ['sign-in by telephone', { UsernameAttributes: ['phone_number'] }, 'UsernameAttributes'],
    ['a trigger that would not run', { LambdaConfig: { PreSignUp: 'arn' } }, 'LambdaConfig.PreSignUp'],
    ['a property that is not known', { Passkeys: true }, 'Passkeys'],
  ])('is not deployed with %s', async (_what, properties, named) => {
    pool = await startPool();
    await expect(pool.laptop.deploy('AWS::Cognito::UserPool', 'Odd', properties)).rejects.toThrow(named);
  });
});
