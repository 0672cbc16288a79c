import { ServiceError } from '../../kernel/service';
import type { Directory } from './directory';
import type { Pool } from './pools';
import { stepOf } from './totp';
import type { User } from './users';

/** Throws `SoftwareTokenMFANotFoundException` if the pool does not allow authenticator apps. */
export function requireSoftwareToken(pool: Pool): void {
  if (pool.softwareToken && pool.mfa !== 'OFF') return;
  const message = 'Software Token MFA has not been enabled by the userPool.';
  throw new ServiceError('SoftwareTokenMFANotFoundException', message);
}

/**
 * Checks a code of a user's authenticator app and returns the updated user. Throws `CodeMismatchException`,
 * `ExpiredCodeException` for a code that was used before, and `NotAuthorizedException` after too many wrong codes.
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
 * Activates a key after a first correct code. Throws `EnableSoftwareTokenMFAException`, and `NotAuthorizedException`
 * after too many wrong codes.
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

/** Returns the user's second factors in the form of `GetUser`. */
export function mfaSettings({ softwareToken }: User) {
  return {
    UserMFASettingList: softwareToken?.enabled ? ['SOFTWARE_TOKEN_MFA'] : undefined,
    PreferredMfaSetting: softwareToken?.preferred ? 'SOFTWARE_TOKEN_MFA' : undefined,
  };
}
