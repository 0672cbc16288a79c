import type {
  AdminInitiateAuthCommandInput,
  AdminRespondToAuthChallengeCommandInput,
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput,
  InitiateAuthCommandInput,
  RespondToAuthChallengeCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../../../kernel/service';
import { checkClientSecret, checkSecretHash, clientAndPool, required, requireFlow } from '../clients';
import { type Directory, invalidParameter } from '../directory';
import type { Client, Pool } from '../pools';
import { refreshed } from '../refresh';
import { answerOf, respondTo, type SignInAnswer, signInByPassword } from '../sign-in';
import { finishSrp, startSrp } from '../sign-in-by-srp';

type Parameters = Record<string, string>;

/** InitiateAuth and RespondToAuthChallenge, their forms for administrators, and refreshing. */
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
    async GetTokensFromRefreshToken(
      input: GetTokensFromRefreshTokenCommandInput,
    ): Promise<Omit<GetTokensFromRefreshTokenCommandOutput, '$metadata'>> {
      const { client, pool } = clientAndPool(directory, input.ClientId);
      checkClientSecret(client, input.ClientSecret);
      const { tokens } = await refreshed(directory, pool, client, input.RefreshToken ?? '');
      return { AuthenticationResult: tokens };
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
      const step = await signInByPassword(directory, pool, client, username, required(parameters, 'PASSWORD'));
      return answerOf(directory, pool, client, step);
    }
    case 'USER_SRP_AUTH':
      requireFlow(client, 'USER_SRP_AUTH');
      checkSecretHash(client, required(parameters, 'USERNAME'), parameters.SECRET_HASH);
      return startSrp(directory, pool, client, parameters);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN': {
      requireFlow(client, 'REFRESH_TOKEN_AUTH');
      const check = (username: string) => checkSecretHash(client, username, parameters.SECRET_HASH);
      const token = required(parameters, 'REFRESH_TOKEN');
      const { tokens } = await refreshed(directory, pool, client, token, check);
      return { ChallengeParameters: {}, AuthenticationResult: tokens };
    }
    default:
      throw invalidParameter(`This runtime does not support the authentication flow ${flow}`);
  }
}

async function respond(
  directory: Directory,
  pool: Pool,
  client: Client,
  input: Pick<RespondToAuthChallengeCommandInput, 'ChallengeName' | 'ChallengeResponses' | 'Session'>,
): Promise<SignInAnswer> {
  const responses = input.ChallengeResponses ?? {};
  checkSecretHash(client, required(responses, 'USERNAME'), responses.SECRET_HASH);
  const step =
    input.ChallengeName === 'PASSWORD_VERIFIER'
      ? await finishSrp(directory, pool, client, responses)
      : await respondTo(directory, pool, client, input.ChallengeName, input.Session ?? '', responses);
  return answerOf(directory, pool, client, step);
}
