import { randomInt, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../../kernel/service';
import { type Directory, invalidParameter } from './directory';
import { delivery } from './mail';
import type { Pool } from './pools';
import type { Code, User } from './users';

/** Milliseconds: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const lifetimes: Record<Code['purpose'], number> = {
  SignUp: 24 * 3600_000,
  ForgotPassword: 3600_000,
  VerifyEmail: 24 * 3600_000,
};
const allowedFailures = 5;

export const expiredCode = () =>
  new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
const mismatch = () =>
  new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.');

/** Makes a code and mails it to the user. An earlier code becomes invalid. */
export function sendCode({ kernel, users, mail }: Directory, pool: Pool, user: User, purpose: Code['purpose']) {
  const value = String(randomInt(1_000_000)).padStart(6, '0');
  const code = { purpose, value, expiresAt: kernel.now() + lifetimes[purpose], failures: 0 };
  const updated = users.update(pool, user, { code });
  const to = purpose === 'VerifyEmail' ? updated.pendingEmail : undefined;
  const addressee = to ? { ...updated, attributes: { ...updated.attributes, email: to } } : updated;
  mail.send(pool, addressee, pool.verification, value);
  return delivery(addressee);
}

/**
 * Checks a code that was mailed. Throws `CodeMismatchException`, `ExpiredCodeException`, and after five wrong codes
 * `TooManyFailedAttemptsException`.
 */
export function checkCode(
  { kernel, users }: Directory,
  pool: Pool,
  user: User,
  purpose: Code['purpose'],
  given: string | undefined,
): void {
  if (!/^\S+$/.test(given ?? '')) throw invalidParameter('Confirmation code is missing or malformed');
  const { code } = user;
  if (code?.purpose !== purpose || code.expiresAt <= kernel.now()) throw expiredCode();
  if (code.failures >= allowedFailures) {
    throw new ServiceError('TooManyFailedAttemptsException', 'Attempt limit exceeded, please try after some time.');
  }
  const wanted = Buffer.from(code.value);
  const found = Buffer.from(given ?? '');
  if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) {
    users.update(pool, user, { code: { ...code, failures: code.failures + 1 } });
    throw mismatch();
  }
}
