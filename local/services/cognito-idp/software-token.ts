import { ServiceError } from '../../kernel/service';
import type { Directory } from './directory';
import type { Pool } from './pools';
import { stepOf } from './totp';
import type { User } from './users';

/** Throws `SoftwareTokenMFANotFoundException` where the pool has no authenticator apps. */
export function requireSoftwareToken(pool: Pool): void {
  if (pool.softwareToken && pool.mfa !== 'OFF') return;
  const message = 'Software Token MFA has not been enabled by the userPool.';
  throw new ServiceError('SoftwareTokenMFANotFoundException', message);
}

/**
 * Checks a code of a user's authenticator app; answers the user as they are now. Throws `CodeMismatchException`,
 * `ExpiredCodeException` for a code that was used, and `NotAuthorizedException` after too many wrong ones.
 */
export function takeCode({ kernel, users, attempts }: Directory, pool: Pool, user: User, code: string): User {
  attempts.check(pool.id, user.username);
  const { softwareToken } = user;
  const step = softwareToken && stepOf(softwareToken.secret, code, kernel.now());
  if (!softwareToken || step === undefined) {
    attempts.failed(pool.id, user.username);
    throw new ServiceError('CodeMismatchException', 'Invalid code received for user');
  }
  if (step <= softwareToken.lastStep) {
    throw new ServiceError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  attempts.succeeded(pool.id, user.username);
  return users.update(pool, user, { softwareToken: { ...softwareToken, lastStep: step } });
}

/**
 * Takes a key into use by a first code of it. Throws `EnableSoftwareTokenMFAException`, and
 * `NotAuthorizedException` after too many wrong ones.
 */
export function verifySecret(
  { kernel, users, attempts }: Directory,
  pool: Pool,
  user: User,
  secret: string,
  given: { readonly code: string; readonly deviceName?: string; readonly enabled: boolean },
): User {
  attempts.check(pool.id, user.username);
  const lastStep = stepOf(secret, given.code, kernel.now());
  if (lastStep === undefined) {
    attempts.failed(pool.id, user.username);
    const message = 'Code mismatch and fail enable Software Token MFA';
    throw new ServiceError('EnableSoftwareTokenMFAException', message);
  }
  attempts.succeeded(pool.id, user.username);
  const { deviceName, enabled } = given;
  const softwareToken = { secret, deviceName, enabled, preferred: enabled, lastStep };
  return users.update(pool, user, { softwareToken, offeredSecret: undefined });
}

/** What a user is asked for besides the password, as `GetUser` tells it. */
export function mfaSettings({ softwareToken }: User) {
  return {
    UserMFASettingList: softwareToken?.enabled ? ['SOFTWARE_TOKEN_MFA'] : undefined,
    PreferredMfaSetting: softwareToken?.preferred ? 'SOFTWARE_TOKEN_MFA' : undefined,
  };
}
