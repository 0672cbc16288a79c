import {
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  DeleteUserCommand,
  GetUserCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type LaptopPool, password, startPool } from './laptop-pool';

const ann = 'ann@example.com';
const next = 'ann.b@example.com';
let pool: LaptopPool;

beforeEach(async () => {
  const verified = { AttributesRequireVerificationBeforeUpdate: ['email'] };
  pool = await startPool({ pool: { UserAttributeUpdateSettings: verified } });
  await pool.cognito.ensureUser(pool.poolId, { email: ann, password, groups: [] });
});
afterEach(() => pool?.stop());

const user = () => ({ UserPoolId: pool.poolId, Username: ann });
const mailedCode = () => /(\d{6})/.exec(pool.lastMail())?.[1] ?? '';

describe('a user', () => {
  test('keeps the address so far until the new one is verified', async () => {
    const { AccessToken } = await pool.signIn(ann);
    const UserAttributes = [{ Name: 'email', Value: next }];
    const { CodeDeliveryDetailsList } = await pool.api.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes }),
    );
    expect(CodeDeliveryDetailsList?.[0]?.Destination).toBe('a***@e***');
    expect(pool.lastMail()).toContain(`To: ${next}`);
    await expect(pool.signIn(ann)).resolves.toBeDefined();
    await expect(pool.signIn(next)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const verify = (Code: string) =>
      pool.api.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
    const wrong = mailedCode() === '000000' ? '000001' : '000000';
    await expect(verify(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await verify(mailedCode());
    await expect(pool.signIn(next)).resolves.toBeDefined();
    await expect(pool.signIn(ann)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('cannot take the address of another, or say that one is verified', async () => {
    await pool.createUser(next);
    const { AccessToken } = await pool.signIn(ann);
    const update = (Name: string, Value: string) =>
      pool.api.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));
    await expect(update('email', next)).rejects.toMatchObject({ name: 'AliasExistsException' });
    await expect(update('email_verified', 'true')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('can leave, and is gone with all tokens', async () => {
    const { AccessToken } = await pool.signIn(ann);
    await pool.api.send(new DeleteUserCommand({ AccessToken }));
    await expect(pool.api.send(new GetUserCommand({ AccessToken }))).rejects.toThrow('revoked');
    await expect(pool.signIn(ann)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('an administrator', () => {
  test('keeps a user out, tokens and all, and lets them in again', async () => {
    const { AccessToken } = await pool.signIn(ann);
    await pool.api.send(new AdminDisableUserCommand(user()));
    await expect(pool.signIn(ann)).rejects.toThrow('User is disabled.');
    await expect(pool.api.send(new GetUserCommand({ AccessToken }))).rejects.toThrow('revoked');
    await pool.api.send(new AdminEnableUserCommand(user()));
    await expect(pool.signIn(ann)).resolves.toBeDefined();
  });

  test('has a user choose a new password by a mailed code', async () => {
    await pool.api.send(new AdminResetUserPasswordCommand(user()));
    await expect(pool.signIn(ann)).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
    const change = { ClientId: pool.clientId, Username: ann, ConfirmationCode: mailedCode() };
    await pool.api.send(new ConfirmForgotPasswordCommand({ ...change, Password: 'Another-horse-9' }));
    await expect(pool.signIn(ann, 'Another-horse-9')).resolves.toBeDefined();
  });

  test('confirms who signed up, and changes an address at once', async () => {
    const bob = 'bob@example.com';
    await pool.api.send(new SignUpCommand({ ClientId: pool.clientId, Username: bob, Password: password }));
    await pool.api.send(new AdminConfirmSignUpCommand({ ...user(), Username: bob }));
    await expect(pool.signIn(bob)).resolves.toBeDefined();
    const UserAttributes = [
      { Name: 'email', Value: next },
      { Name: 'email_verified', Value: 'true' },
    ];
    await pool.api.send(new AdminUpdateUserAttributesCommand({ ...user(), UserAttributes }));
    await expect(pool.signIn(next)).resolves.toBeDefined();
    const taken = new AdminUpdateUserAttributesCommand({ ...user(), Username: bob, UserAttributes });
    await expect(pool.api.send(taken)).rejects.toMatchObject({ name: 'AliasExistsException' });
  });
});
