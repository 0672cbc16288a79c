import type {
  AdminInitiateAuthCommandInput,
  AdminRespondToAuthChallengeCommandInput,
  InitiateAuthCommandInput,
  RespondToAuthChallengeCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../../../kernel/service';
import { readOwnAttributes, requireAttributes } from '../attributes';
import { checkSecretHash, clientAndPool, required, requireFlow } from '../clients';
import { type Directory, invalidParameter, notAuthorized } from '../directory';
import { checkPassword, storePassword } from '../passwords';
import type { Client, Pool } from '../pools';
import { pendingUser, type SignInAnswer, signInByPassword } from '../sign-in';
import { finishSrp, startSrp } from '../sign-in-by-srp';

type Parameters = Record<string, string>;

/** InitiateAuth, RespondToAuthChallenge, and the administrator's forms of both. */
export function authentication(directory: Directory) {
  const { pools } = directory;
  const byAdministrator = (poolId: string | undefined, clientId: string | undefined, { region }: Call) => {
    const pool = pools.get(poolId, region);
    return { pool, client: pools.client(clientId, pool) };
  };
  return {
    InitiateAuth(input: InitiateAuthCommandInput): Promise<SignInAnswer> {
      const { client, pool } = clientAndPool(directory, input.ClientId);
      if (input.AuthFlow?.startsWith('ADMIN_')) throw invalidParameter('Initiate Auth method not supported.');
      return initiate(directory, pool, client, input.AuthFlow, input.AuthParameters ?? {});
    },
    AdminInitiateAuth(input: AdminInitiateAuthCommandInput, call: Call): Promise<SignInAnswer> {
      const { client, pool } = byAdministrator(input.UserPoolId, input.ClientId, call);
      if (input.AuthFlow === 'USER_PASSWORD_AUTH') throw invalidParameter('Initiate Auth method not supported.');
      return initiate(directory, pool, client, input.AuthFlow, input.AuthParameters ?? {});
    },
    RespondToAuthChallenge(input: RespondToAuthChallengeCommandInput): Promise<SignInAnswer> {
      const { client, pool } = clientAndPool(directory, input.ClientId);
      return respond(directory, pool, client, input);
    },
    AdminRespondToAuthChallenge(input: AdminRespondToAuthChallengeCommandInput, call: Call): Promise<SignInAnswer> {
      const { client, pool } = byAdministrator(input.UserPoolId, input.ClientId, call);
      return respond(directory, pool, client, input);
    },
  };
}

async function initiate(
  directory: Directory,
  pool: Pool,
  client: Client,
  flow: string | undefined,
  parameters: Parameters,
): Promise<SignInAnswer> {
  switch (flow) {
    case 'USER_PASSWORD_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'ADMIN_NO_SRP_AUTH': {
      requireFlow(client, flow === 'ADMIN_NO_SRP_AUTH' ? 'ADMIN_USER_PASSWORD_AUTH' : flow);
      const username = required(parameters, 'USERNAME');
      checkSecretHash(client, username, parameters.SECRET_HASH);
      return signInByPassword(directory, pool, client, username, required(parameters, 'PASSWORD'));
    }
    case 'USER_SRP_AUTH':
      requireFlow(client, 'USER_SRP_AUTH');
      checkSecretHash(client, required(parameters, 'USERNAME'), parameters.SECRET_HASH);
      return startSrp(directory, pool, client, parameters);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      requireFlow(client, 'REFRESH_TOKEN_AUTH');
      return refresh(directory, pool, client, parameters);
    default:
      throw invalidParameter(`This runtime does not do the authentication flow ${flow}`);
  }
}

async function refresh(
  directory: Directory,
  pool: Pool,
  client: Client,
  parameters: Parameters,
): Promise<SignInAnswer> {
  const { signIns, users, tokens } = directory;
  const signIn = signIns.byRefreshToken(required(parameters, 'REFRESH_TOKEN'), client);
  checkSecretHash(client, signIn.username, parameters.SECRET_HASH);
  const user = users.find(pool, signIn.username);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  const issued = await tokens.issue(pool, client, user, signIn, 'RefreshTokens');
  return { ChallengeParameters: {}, AuthenticationResult: issued };
}

async function respond(
  directory: Directory,
  pool: Pool,
  client: Client,
  input: Pick<RespondToAuthChallengeCommandInput, 'ChallengeName' | 'ChallengeResponses' | 'Session'>,
): Promise<SignInAnswer> {
  const responses = input.ChallengeResponses ?? {};
  checkSecretHash(client, required(responses, 'USERNAME'), responses.SECRET_HASH);
  switch (input.ChallengeName) {
    case 'PASSWORD_VERIFIER':
      return finishSrp(directory, pool, client, responses);
    case 'NEW_PASSWORD_REQUIRED':
      return newPassword(directory, pool, client, input.Session ?? '', responses);
    default:
      throw invalidParameter(`This runtime does not do the challenge ${input.ChallengeName}`);
  }
}

async function newPassword(
  directory: Directory,
  pool: Pool,
  client: Client,
  session: string,
  responses: Parameters,
): Promise<SignInAnswer> {
  const { users, tokens } = directory;
  const user = pendingUser(directory, pool, client, session);
  if (!user.enabled) throw notAuthorized('User is disabled.');
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
  const issued = await tokens.open(pool, client, confirmed, 'NewPasswordChallenge');
  return { ChallengeParameters: {}, AuthenticationResult: issued };
}
