import { checkSecretHash, clientAndPool } from './clients';
import { expiredCode, sendCode } from './codes';
import type { Directory } from './directory';
import { delivery } from './mail';
import type { Client, Pool } from './pools';
import { type Code, type User, userNotFound } from './users';

/** The members by which operations without an access token name a user. */
interface NamedUser {
  readonly ClientId: string | undefined;
  readonly Username: string | undefined;
  readonly SecretHash?: string;
}

/**
 * ForgotPassword and ResendConfirmationCode: mails a code to a user who is not signed in. `check` throws if the user may
 * not have one. Throws `UserNotFoundException`, unless the client hides whether users exist: then the result is the same
 * as for a user who exists.
 */
export function requestCode(
  directory: Directory,
  input: NamedUser,
  purpose: Code['purpose'],
  check: (user: User) => void,
) {
  const { client, pool, user } = find(directory, input);
  if (!user) {
    if (!client.preventUserExistenceErrors) throw userNotFound();
    return { CodeDeliveryDetails: delivery({ attributes: { email: input.Username ?? '' } }) };
  }
  check(user);
  return { CodeDeliveryDetails: sendCode(directory, pool, user, purpose) };
}

/**
 * The user who sends a code in ConfirmSignUp and ConfirmForgotPassword, and their pool. Throws `UserNotFoundException`, or
 * `ExpiredCodeException` if the client hides whether users exist.
 */
export function userWithCode(directory: Directory, input: NamedUser): { pool: Pool; user: User } {
  const { client, pool, user } = find(directory, input);
  if (!user) throw client.preventUserExistenceErrors ? expiredCode() : userNotFound();
  return { pool, user };
}

function find(directory: Directory, input: NamedUser): { client: Client; pool: Pool; user: User | undefined } {
  const { client, pool } = clientAndPool(directory, input.ClientId);
  const name = input.Username ?? '';
  checkSecretHash(client, name, input.SecretHash);
  return { client, pool, user: directory.users.find(pool, name) };
}
