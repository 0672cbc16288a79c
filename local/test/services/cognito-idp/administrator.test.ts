import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUserGlobalSignOutCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  ListGroupsCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientProperties, type LaptopPool, password, startPool } from './laptop-pool';

const ann = 'ann@example.com';
let pool: LaptopPool;

beforeEach(async () => {
  const ExplicitAuthFlows = [...clientProperties.ExplicitAuthFlows, 'ALLOW_ADMIN_USER_PASSWORD_AUTH'];
  pool = await startPool({ client: { ExplicitAuthFlows } });
});
afterEach(() => pool?.stop());

const user = () => ({ UserPoolId: pool.poolId, Username: ann });

test('groups of a pool are listed in pages', async () => {
  const page = (NextToken?: string) =>
    pool.api.send(new ListGroupsCommand({ UserPoolId: pool.poolId, Limit: 1, NextToken }));
  const first = await page();
  const second = await page(first.NextToken);
  const names = [first, second].flatMap(({ Groups = [] }) => Groups.map(({ GroupName }) => GroupName));
  expect([names.sort(), second.NextToken]).toEqual([['creator', 'viewer'], undefined]);
});

test('an administrator answers the challenge of a first sign-in', async () => {
  const TemporaryPassword = 'Temporary-77';
  await pool.api.send(new AdminCreateUserCommand({ ...user(), TemporaryPassword, MessageAction: 'SUPPRESS' }));
  const client = { UserPoolId: pool.poolId, ClientId: pool.clientId };
  const AuthParameters = { USERNAME: ann, PASSWORD: TemporaryPassword };
  const { ChallengeName, Session } = await pool.api.send(
    new AdminInitiateAuthCommand({ ...client, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters }),
  );
  expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  const ChallengeResponses = { USERNAME: ann, NEW_PASSWORD: password };
  const { AuthenticationResult } = await pool.api.send(
    new AdminRespondToAuthChallengeCommand({ ...client, ChallengeName, Session, ChallengeResponses }),
  );
  expect(AuthenticationResult).toHaveProperty('AccessToken');
  await expect(pool.signIn(ann)).resolves.toHaveProperty('AccessToken');
});

test('an administrator ends all sign-ins of a user', async () => {
  await pool.createUser(ann);
  const { AccessToken } = await pool.signIn(ann);
  await pool.api.send(new AdminUserGlobalSignOutCommand(user()));
  await expect(pool.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
});

test('a new code for the address is mailed, and verifies it', async () => {
  await pool.createUser(ann);
  const { AccessToken } = await pool.signIn(ann);
  const address = 'ann.b@example.com';
  const UserAttributes = [{ Name: 'email', Value: address }];
  await pool.api.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  const request = { AccessToken, AttributeName: 'email' };
  const { CodeDeliveryDetails } = await pool.api.send(new GetUserAttributeVerificationCodeCommand(request));
  expect(CodeDeliveryDetails).toMatchObject({ AttributeName: 'email', DeliveryMedium: 'EMAIL' });
  const Code = /(\d{6})/.exec(pool.lastMail())?.[1];
  await pool.api.send(new VerifyUserAttributeCommand({ ...request, Code }));
  const { UserAttributes: now = [] } = await pool.api.send(new GetUserCommand({ AccessToken }));
  expect(now).toContainEqual({ Name: 'email_verified', Value: 'true' });
  expect(now).toContainEqual({ Name: 'email', Value: address });
});
