import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { ServiceError } from '../../kernel/service';
import { missingAttributes } from './attributes';
import { type Directory, notAuthorized, wrongPassword } from './directory';
import { isPassword } from './passwords';
import type { Client, Pool } from './pools';
import { seal, unseal } from './sealed';
import { type User, userNotFound } from './users';

export type SignInAnswer = Omit<InitiateAuthCommandOutput, '$metadata'>;

/** The state between a temporary password and the new one, sealed into `Session`. */
interface PendingPassword {
  readonly clientId: string;
  readonly username: string;
  /** The temporary password's salt: once it is replaced, the session is spent. */
  readonly salt: string;
  readonly expiresAt: number;
}

export const sealKey = ({ secrets }: Pool) => Buffer.from(secrets.sealKey, 'base64');

/** What a client may learn when there is no such user. */
export const unknownUser = (client: Client) => (client.preventUserExistenceErrors ? wrongPassword() : userNotFound());

export async function signInByPassword(
  directory: Directory,
  pool: Pool,
  client: Client,
  username: string,
  password: string,
): Promise<SignInAnswer> {
  const { users, attempts } = directory;
  const user = users.find(pool, username);
  const key = user?.username ?? username;
  attempts.check(pool.id, key);
  const right = await isPassword(user?.password, password);
  if (!user) throw unknownUser(client);
  if (!right) {
    attempts.failed(pool.id, key);
    throw wrongPassword();
  }
  return admit(directory, pool, client, user);
}

/** Lets in somebody whose password was right: with tokens, or with the demand for a password of their own. */
export async function admit(directory: Directory, pool: Pool, client: Client, user: User): Promise<SignInAnswer> {
  const { kernel, tokens, attempts } = directory;
  attempts.succeeded(pool.id, user.username);
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'CONFIRMED') {
    return { ChallengeParameters: {}, AuthenticationResult: await tokens.open(pool, client, user, 'Authentication') };
  }
  if (user.temporaryUntil !== undefined && user.temporaryUntil <= kernel.now()) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
  const pending: PendingPassword = {
    clientId: client.id,
    username: user.username,
    salt: user.password?.salt ?? '',
    expiresAt: kernel.now() + client.validity.challenge * 1000,
  };
  const { sub: _, ...userAttributes } = user.attributes;
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: seal(sealKey(pool), pending).toString('base64url'),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(
        missingAttributes(pool, user.attributes).map((name) => `userAttributes.${name}`),
      ),
      userAttributes: JSON.stringify(userAttributes),
    },
  };
}

/** Whose new password a session waits for. Throws `NotAuthorizedException`. */
export function pendingUser({ kernel, users }: Directory, pool: Pool, client: Client, session: string): User {
  const pending = unseal<PendingPassword>(sealKey(pool), Buffer.from(session, 'base64url'));
  if (pending?.clientId !== client.id) throw notAuthorized('Invalid session for the user.');
  if (pending.expiresAt <= kernel.now()) throw notAuthorized('Invalid session for the user, session is expired.');
  const user = users.find(pool, pending.username);
  if (user?.status !== 'FORCE_CHANGE_PASSWORD' || user.password?.salt !== pending.salt) {
    throw notAuthorized('Invalid session for the user, session can only be used once.');
  }
  return user;
}
