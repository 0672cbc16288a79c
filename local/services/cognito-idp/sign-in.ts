import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { ServiceError } from '../../kernel/service';
import { missingAttributes, readOwnAttributes, requireAttributes } from './attributes';
import { required } from './clients';
import { type Directory, invalidParameter, notAuthorized, wrongPassword } from './directory';
import { checkPassword, isPassword, storePassword } from './passwords';
import type { Client, Pool } from './pools';
import type { TokenTrigger } from './pre-token-generation';
import { markUsed, openSession, readSession } from './sessions';
import { takeCode } from './software-token';
import { type User, userNotFound } from './users';

export type SignInAnswer = Omit<InitiateAuthCommandOutput, '$metadata'>;

/** The next step of a sign-in: tokens, or a challenge. */
export type Step =
  | { readonly user: User; readonly trigger: TokenTrigger }
  | { readonly challenge: SignInAnswer & { readonly ChallengeName: string } };

type Responses = Readonly<Record<string, string>>;

/** The error for an unknown user, which depends on whether the client hides the existence of users. */
export const unknownUser = (client: Client) => (client.preventUserExistenceErrors ? wrongPassword() : userNotFound());

const onlyOnce = 'Invalid session for the user, session can only be used once.';

export async function signInByPassword(
  directory: Directory,
  pool: Pool,
  client: Client,
  username: string,
  password: string,
): Promise<Step> {
  const { users, attempts } = directory;
  const user = users.find(pool, username);
  const key = user?.username ?? username;
  attempts.check(pool.id, key);
  const right = await isPassword(user?.password, password);
  if (!user || !right) {
    // Failures are counted for unknown users too, so that a lockout does not reveal which users exist.
    attempts.failed(pool.id, key);
    throw user ? wrongPassword() : unknownUser(client);
  }
  return admit(directory, pool, client, user);
}

/** Returns the API's response: tokens after the last step, or the next challenge. */
export async function answerOf({ tokens }: Directory, pool: Pool, client: Client, step: Step): Promise<SignInAnswer> {
  if ('challenge' in step) return step.challenge;
  const issued = await tokens.open(pool, client, step.user, step.trigger);
  return { ChallengeParameters: {}, AuthenticationResult: issued };
}

/** Continues after a correct password: with tokens, or with the challenge of a new password or a second factor. */
export function admit(directory: Directory, pool: Pool, client: Client, user: User): Step {
  const { kernel, attempts } = directory;
  attempts.succeeded(pool.id, user.username);
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (user.status === 'CONFIRMED') return secondFactor(directory, pool, client, user, 'Authentication');
  if (user.temporaryUntil !== undefined && user.temporaryUntil <= kernel.now()) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
  const { sub: _, ...userAttributes } = user.attributes;
  const missing = missingAttributes(pool, user.attributes).map((name) => `userAttributes.${name}`);
  return {
    challenge: {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: openSession(directory, pool, client, user, {
        demand: 'NEW_PASSWORD_REQUIRED',
        trigger: 'NewPasswordChallenge',
      }),
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.username,
        requiredAttributes: JSON.stringify(missing),
        userAttributes: JSON.stringify(userAttributes),
      },
    },
  };
}

function secondFactor(directory: Directory, pool: Pool, client: Client, user: User, trigger: TokenTrigger): Step {
  const { softwareToken } = user;
  const demand = softwareToken?.enabled && pool.mfa !== 'OFF' ? 'SOFTWARE_TOKEN_MFA' : 'MFA_SETUP';
  if (demand === 'MFA_SETUP' && pool.mfa !== 'ON') return { user, trigger };
  return {
    challenge: {
      ChallengeName: demand,
      Session: openSession(directory, pool, client, user, { demand, trigger }),
      ChallengeParameters:
        demand === 'MFA_SETUP'
          ? { USER_ID_FOR_SRP: user.username, MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }
          : { USER_ID_FOR_SRP: user.username, FRIENDLY_DEVICE_NAME: softwareToken?.deviceName ?? '' },
    },
  };
}

/** Checks the response to a challenge and returns the next step. SRP has its own file. */
export async function respondTo(
  directory: Directory,
  pool: Pool,
  client: Client,
  demand: string | undefined,
  session: string,
  responses: Responses,
): Promise<Step> {
  switch (demand) {
    case 'NEW_PASSWORD_REQUIRED':
      return newPassword(directory, pool, client, session, responses);
    case 'SOFTWARE_TOKEN_MFA': {
      const { pending, user } = readSession(directory, pool, client.id, session, demand);
      // A wrong code can be corrected in the same session. The number of attempts is limited as for passwords.
      const current = takeCode(directory, pool, user, required(responses, 'SOFTWARE_TOKEN_MFA_CODE'));
      markUsed(directory, session, pending.expiresAt, onlyOnce);
      return { user: current, trigger: pending.trigger };
    }
    case 'MFA_SETUP': {
      const { pending, user } = readSession(directory, pool, client.id, session, demand);
      if (!pending.verified) throw notAuthorized('No MFA has been set up in this session.');
      markUsed(directory, session, pending.expiresAt, onlyOnce);
      return { user, trigger: pending.trigger };
    }
    default:
      throw invalidParameter(`This runtime does not support the challenge ${demand}`);
  }
}

async function newPassword(
  directory: Directory,
  pool: Pool,
  client: Client,
  session: string,
  responses: Responses,
): Promise<Step> {
  const { users } = directory;
  const { user, pending } = readSession(directory, pool, client.id, session, 'NEW_PASSWORD_REQUIRED');
  if (user.status !== 'FORCE_CHANGE_PASSWORD') throw notAuthorized(onlyOnce);
  const password = required(responses, 'NEW_PASSWORD');
  checkPassword(pool.passwordPolicy, password);
  const prefix = 'userAttributes.';
  const given = Object.entries(responses).filter(([name]) => name.startsWith(prefix));
  const added = readOwnAttributes(
    pool,
    client,
    given.map(([name, Value]) => ({ Name: name.slice(prefix.length), Value })),
  );
  const attributes = { ...user.attributes, ...added };
  requireAttributes(pool, attributes);
  const stored = await storePassword(pool, user.username, password);
  const confirmed = users.update(pool, user, {
    attributes,
    password: stored,
    status: 'CONFIRMED',
    temporaryUntil: undefined,
  });
  return secondFactor(directory, pool, client, confirmed, pending.trigger);
}
