import type {
  ChangePasswordCommandInput,
  ChangePasswordCommandOutput,
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput,
  ForgotPasswordCommandInput,
  ForgotPasswordCommandOutput,
  GetUserCommandInput,
  GetUserCommandOutput,
  GlobalSignOutCommandInput,
  GlobalSignOutCommandOutput,
  RevokeTokenCommandInput,
  RevokeTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ServiceError } from '../../../kernel/service';
import { listAttributes } from '../attributes';
import { checkSecretHash, clientAndPool } from '../clients';
import { checkCode, expiredCode, sendCode } from '../codes';
import { type Directory, invalidParameter, wrongPassword } from '../directory';
import { delivery } from '../mail';
import { checkPassword, isPassword, storePassword } from '../passwords';
import { mfaSettings } from '../software-token';
import { userNotFound } from '../users';

type Output<T> = Omit<T, '$metadata'>;

/** What users do with their own account, by access token or by a code that was mailed. */
export function ownAccount(directory: Directory) {
  const { users, tokens, signIns, attempts } = directory;
  return {
    async GetUser({ AccessToken }: GetUserCommandInput): Promise<Output<GetUserCommandOutput>> {
      const { client, user } = await tokens.holder(AccessToken);
      return {
        Username: user.username,
        UserAttributes: listAttributes(user, client.readAttributes),
        ...mfaSettings(user),
      };
    },

    async GlobalSignOut({ AccessToken }: GlobalSignOutCommandInput): Promise<Output<GlobalSignOutCommandOutput>> {
      signIns.revokeAll((await tokens.holder(AccessToken)).user);
      return {};
    },

    RevokeToken(input: RevokeTokenCommandInput): Output<RevokeTokenCommandOutput> {
      const { client } = clientAndPool(directory, input.ClientId);
      if (client.secret !== undefined && input.ClientSecret !== client.secret) {
        throw new ServiceError('UnauthorizedException', 'Invalid client secret.');
      }
      if (!client.tokenRevocation) {
        throw new ServiceError('UnsupportedOperationException', 'Token revocation is not enabled for this client.');
      }
      if ((input.Token ?? '').split('.').length === 3) {
        throw new ServiceError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
      }
      try {
        signIns.revoke(signIns.byRefreshToken(input.Token ?? '', client));
      } catch (error) {
        // As RFC 7009 has it: a token that holds no more is as good as revoked.
        if (!(error instanceof ServiceError)) throw error;
      }
      return {};
    },

    async ChangePassword(input: ChangePasswordCommandInput): Promise<Output<ChangePasswordCommandOutput>> {
      const { pool, user } = await tokens.holder(input.AccessToken);
      attempts.check(pool.id, user.username);
      if (!(await isPassword(user.password, input.PreviousPassword ?? ''))) {
        attempts.failed(pool.id, user.username);
        throw wrongPassword();
      }
      const password = input.ProposedPassword ?? '';
      checkPassword(pool.passwordPolicy, password);
      users.update(pool, user, { password: await storePassword(pool, user.username, password) });
      return {};
    },

    ForgotPassword(input: ForgotPasswordCommandInput): Output<ForgotPasswordCommandOutput> {
      const { client, pool } = clientAndPool(directory, input.ClientId);
      const { Username: name = '' } = input;
      checkSecretHash(client, name, input.SecretHash);
      const user = users.find(pool, name);
      if (!user) {
        if (!client.preventUserExistenceErrors) throw userNotFound();
        return { CodeDeliveryDetails: delivery({ attributes: { email: name } }) };
      }
      if (user.status === 'FORCE_CHANGE_PASSWORD') {
        throw new ServiceError('NotAuthorizedException', 'User password cannot be reset in the current state.');
      }
      if (user.attributes.email_verified !== 'true') {
        throw invalidParameter(
          'Cannot reset password for the user as there is no registered/verified email or phone_number',
        );
      }
      return { CodeDeliveryDetails: sendCode(directory, pool, user, 'ForgotPassword') };
    },

    async ConfirmForgotPassword(
      input: ConfirmForgotPasswordCommandInput,
    ): Promise<Output<ConfirmForgotPasswordCommandOutput>> {
      const { client, pool } = clientAndPool(directory, input.ClientId);
      const { Username: name = '', Password: password = '' } = input;
      checkSecretHash(client, name, input.SecretHash);
      const user = users.find(pool, name);
      if (!user) throw client.preventUserExistenceErrors ? expiredCode() : userNotFound();
      checkPassword(pool.passwordPolicy, password);
      checkCode(directory, pool, user, 'ForgotPassword', input.ConfirmationCode);
      const stored = await storePassword(pool, user.username, password);
      users.update(pool, user, { password: stored, code: undefined, status: 'CONFIRMED' });
      attempts.succeeded(pool.id, user.username);
      return {};
    },
  };
}
