import type {
  AdminCreateUserCommandInput,
  AdminCreateUserCommandOutput,
  AdminDeleteUserCommandInput,
  AdminDeleteUserCommandOutput,
  AdminGetUserCommandInput,
  AdminGetUserCommandOutput,
  AdminSetUserPasswordCommandInput,
  AdminSetUserPasswordCommandOutput,
  AdminUserGlobalSignOutCommandInput,
  AdminUserGlobalSignOutCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Call, ServiceError } from '../../../kernel/service';
import { listAttributes, readAttributes } from '../attributes';
import { deleteUser } from '../delete-user';
import { describeUser } from '../describe';
import type { Directory } from '../directory';
import { checkPassword, storePassword, temporaryPassword } from '../passwords';
import type { Pool } from '../pools';
import { mfaSettings } from '../software-token';
import type { User } from '../users';

type Output<T> = Omit<T, '$metadata'>;
const day = 24 * 3600_000;

export function adminUsers(directory: Directory) {
  const { kernel, pools, users, mail, signIns, attempts } = directory;

  const withPassword = async (pool: Pool, username: string, password: string, permanent: boolean) => ({
    password: await storePassword(pool, username, password),
    status: permanent ? ('CONFIRMED' as const) : ('FORCE_CHANGE_PASSWORD' as const),
    temporaryUntil: permanent ? undefined : kernel.now() + pool.passwordPolicy.TemporaryPasswordValidityDays * day,
  });

  return {
    async AdminCreateUser(
      input: AdminCreateUserCommandInput,
      { region }: Call,
    ): Promise<Output<AdminCreateUserCommandOutput>> {
      const pool = pools.get(input.UserPoolId, region);
      const { Username: name = '', MessageAction: message } = input;
      const password = input.TemporaryPassword ?? temporaryPassword(pool.passwordPolicy);
      checkPassword(pool.passwordPolicy, password);
      if (message !== 'SUPPRESS') mail.requireQuota(pool);
      let user: User;
      if (message === 'RESEND') {
        const existing = users.get(pool, name);
        if (existing.status !== 'FORCE_CHANGE_PASSWORD') {
          const why = `Resend not possible. ${name} status is not FORCE_CHANGE_PASSWORD`;
          throw new ServiceError('UnsupportedUserStateException', why);
        }
        user = users.update(pool, existing, await withPassword(pool, existing.username, password, false));
      } else {
        const draft = users.draft(pool, name, readAttributes(pool, input.UserAttributes), 'FORCE_CHANGE_PASSWORD');
        user = users.add(pool, { ...draft, ...(await withPassword(pool, draft.username, password, false)) });
      }
      if (message !== 'SUPPRESS' && user.attributes.email) mail.send(pool, user, pool.invitation, password);
      return { User: describeUser(user) };
    },

    async AdminSetUserPassword(
      input: AdminSetUserPasswordCommandInput,
      { region }: Call,
    ): Promise<Output<AdminSetUserPasswordCommandOutput>> {
      const pool = pools.get(input.UserPoolId, region);
      const user = users.get(pool, input.Username);
      const { Password: password = '', Permanent: permanent = false } = input;
      checkPassword(pool.passwordPolicy, password);
      users.update(pool, user, await withPassword(pool, user.username, password, permanent));
      attempts.succeeded(pool.id, user.username);
      return {};
    },

    AdminGetUser(input: AdminGetUserCommandInput, { region }: Call): Output<AdminGetUserCommandOutput> {
      const user = users.get(pools.get(input.UserPoolId, region), input.Username);
      const { Attributes: _, Username, ...described } = describeUser(user);
      return { ...described, Username, UserAttributes: listAttributes(user), ...mfaSettings(user) };
    },

    AdminDeleteUser(input: AdminDeleteUserCommandInput, { region }: Call): Output<AdminDeleteUserCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      const user = users.get(pool, input.Username);
      deleteUser(directory, pool, user);
      return {};
    },

    AdminUserGlobalSignOut(
      input: AdminUserGlobalSignOutCommandInput,
      { region }: Call,
    ): Output<AdminUserGlobalSignOutCommandOutput> {
      signIns.revokeAll(users.get(pools.get(input.UserPoolId, region), input.Username));
      return {};
    },
  };
}
