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
import { clientAndPool } from '../clients';
import { checkCode } from '../codes';
import { type Directory, invalidParameter, notAuthorized, wrongPassword } from '../directory';
import { checkPassword, isPassword, storePassword } from '../passwords';
import { requestCode, userWithCode } from '../request-code';
import { mfaSettings } from '../software-token';

type Output<T> = Omit<T, '$metadata'>;

/** Operations of users on their own account, with an access token or with a code that was mailed to them. */
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
        // As in RFC 7009, revoking a token that is invalid already is not an error.
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
      return requestCode(directory, input, 'ForgotPassword', (user) => {
        if (user.status === 'FORCE_CHANGE_PASSWORD') {
          throw notAuthorized('User password cannot be reset in the current state.');
        }
        if (user.attributes.email_verified !== 'true') {
          throw invalidParameter(
            'Cannot reset password for the user as there is no registered/verified email or phone_number',
          );
        }
      });
    },

    async ConfirmForgotPassword(
      input: ConfirmForgotPasswordCommandInput,
    ): Promise<Output<ConfirmForgotPasswordCommandOutput>> {
      const { pool, user } = userWithCode(directory, input);
      const password = input.Password ?? '';
      checkPassword(pool.passwordPolicy, password);
      checkCode(directory, pool, user, 'ForgotPassword', input.ConfirmationCode);
      const stored = await storePassword(pool, user.username, password);
      users.update(pool, user, { password: stored, code: undefined, status: 'CONFIRMED' });
      attempts.succeeded(pool.id, user.username);
      return {};
    },
  };
}
