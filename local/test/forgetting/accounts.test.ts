import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdminDeleteUserCommand,
  AdminUpdateUserAttributesCommand,
  DeleteUserCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { searchBytes } from '../../testing/bytes/search';
import { type LaptopPool, startPool } from '../services/cognito-idp/laptop-pool';

const [ann, ben] = ['ann.lee@example.com', 'ben@example.com'];
let pool: LaptopPool;

beforeEach(async () => {
  pool = await startPool();
});
afterEach(() => pool.stop());

const found = async () => {
  await pool.stop();
  const findings = await searchBytes(pool.laptop.home, [ann, ben, 'ann.b@example.com']);
  return [...new Set(findings.map(({ needle }) => needle))];
};

test('the deletion of a user by an administrator deletes the mails to all of the user’s addresses, and no others', async () => {
  await pool.createInvited(ann);
  await pool.createInvited(ben);
  const user = { UserPoolId: pool.poolId, Username: ann };
  const UserAttributes = [{ Name: 'email', Value: 'ann.b@example.com' }];
  await pool.api.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
  await pool.api.send(new AdminDeleteUserCommand({ ...user, Username: 'ann.b@example.com' }));
  await expect(found()).resolves.toEqual([ben]);
});

test('users who delete themselves leave nothing, and their tokens are refused as before', async () => {
  await pool.createUser(ann);
  const { AccessToken } = await pool.signIn(ann);
  await pool.api.send(new DeleteUserCommand({ AccessToken }));
  await expect(pool.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
    ...{ name: 'NotAuthorizedException', message: 'Access Token has been revoked' },
  });
  await expect(found()).resolves.toEqual([]);
});

test('a sign-in is forgotten a day after its refresh token has expired', async () => {
  await pool.createUser(ann);
  await pool.signIn(ann);
  const signIns = () => readdirSync(join(pool.laptop.kernel.folder('cognito-idp'), 'sign-ins'));
  await pool.laptop.later(30.9);
  expect(signIns()).toHaveLength(1);
  await pool.laptop.later(0.2);
  expect(signIns()).toEqual([]);
});
