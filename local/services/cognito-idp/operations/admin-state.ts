import type {
  AdminConfirmSignUpCommandInput,
  AdminConfirmSignUpCommandOutput,
  AdminDisableUserCommandInput,
  AdminDisableUserCommandOutput,
  AdminEnableUserCommandInput,
  AdminEnableUserCommandOutput,
  AdminResetUserPasswordCommandInput,
  AdminResetUserPasswordCommandOutput,
  AdminUpdateUserAttributesCommandInput,
  AdminUpdateUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Call, ServiceError } from '../../../kernel/service';
import { readAttributes } from '../attributes';
import { sendCode } from '../codes';
import { type Directory, invalidParameter, notAuthorized } from '../directory';
import { refuseTakenEmail } from '../email-change';

type Output<T> = Omit<T, '$metadata'>;

/** Operations by which administrators change existing users. */
export function adminState(directory: Directory) {
  const { pools, users, signIns } = directory;
  const named = ({ UserPoolId, Username }: { UserPoolId?: string; Username?: string }, { region }: Call) => {
    const pool = pools.get(UserPoolId, region);
    return { pool, user: users.get(pool, Username) };
  };
  return {
    AdminConfirmSignUp(input: AdminConfirmSignUpCommandInput, call: Call): Output<AdminConfirmSignUpCommandOutput> {
      const { pool, user } = named(input, call);
      if (user.status !== 'UNCONFIRMED') {
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
      }
      users.update(pool, user, { status: 'CONFIRMED', code: undefined });
      return {};
    },

    /** Also ends the user's sign-ins. */
    AdminDisableUser(input: AdminDisableUserCommandInput, call: Call): Output<AdminDisableUserCommandOutput> {
      const { pool, user } = named(input, call);
      users.update(pool, user, { enabled: false });
      signIns.revokeAll(user);
      return {};
    },

    AdminEnableUser(input: AdminEnableUserCommandInput, call: Call): Output<AdminEnableUserCommandOutput> {
      const { pool, user } = named(input, call);
      users.update(pool, user, { enabled: true });
      return {};
    },

    AdminResetUserPassword(
      input: AdminResetUserPasswordCommandInput,
      call: Call,
    ): Output<AdminResetUserPasswordCommandOutput> {
      const { pool, user } = named(input, call);
      if (user.status === 'FORCE_CHANGE_PASSWORD') {
        throw notAuthorized('User password cannot be reset in the current state.');
      }
      if (user.attributes.email_verified !== 'true') {
        throw invalidParameter('Cannot reset password for the user as there is no registered/verified email');
      }
      sendCode(directory, pool, users.update(pool, user, { status: 'RESET_REQUIRED' }), 'ForgotPassword');
      return {};
    },

    AdminUpdateUserAttributes(
      input: AdminUpdateUserAttributesCommandInput,
      call: Call,
    ): Output<AdminUpdateUserAttributesCommandOutput> {
      const { pool, user } = named(input, call);
      const changes = readAttributes(pool, input.UserAttributes);
      if ('sub' in changes) throw new ServiceError('InvalidParameterException', 'Cannot modify the sub attribute');
      const moved = changes.email !== undefined && changes.email !== user.attributes.email;
      if (moved) refuseTakenEmail(directory, pool, user, changes.email as string);
      const verified = changes.email_verified ?? (moved ? 'false' : user.attributes.email_verified);
      const attributes = { ...user.attributes, ...changes, ...(verified && { email_verified: verified }) };
      const updated = users.update(pool, user, { attributes });
      const asks = moved && verified !== 'true' && pool.autoVerifiedAttributes.includes('email');
      if (asks) sendCode(directory, pool, updated, 'VerifyEmail');
      return {};
    },
  };
}
