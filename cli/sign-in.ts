import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiFailure, Failure } from './failure';
import { requestJson } from './http';
import { patience } from './retry';
import { SrpClient } from './srp';

/** The content of a deployment's `/config.json`. */
export interface Deployment {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly cognitoEndpoint: string;
  /** Where the API is, relative to the web address. */
  readonly api: string;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** The code of the authenticator app, for users who have one. */
  readonly code?: string;
}

/** Reads `/config.json` of a web address. */
export async function readDeployment(origin: URL): Promise<Deployment> {
  // This is the first request. If no server responds, the user should see the error soon.
  const { body } = await requestJson(new URL('/config.json', origin), {}, { ...patience, attempts: 3 });
  const { userPoolId, clientId, cognitoEndpoint, api = '/api' } = (body ?? {}) as Partial<Deployment>;
  if (!userPoolId || !clientId || !cognitoEndpoint) {
    throw new Failure(
      'no-deployment',
      `${origin.origin} is not an OmniStream deployment: its /config.json has no sign-in settings`,
    );
  }
  return { userPoolId, clientId, cognitoEndpoint, api };
}

/**
 * Returns the given password, else OMNISTREAM_PASSWORD, else the password of the laptop's demo users. `npm start` writes
 * that one to `demo-password` in its data folder (OMNISTREAM_HOME, or `.omnistream` here or in the project).
 */
export function findPassword(given: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string {
  if (given !== undefined) return given;
  if (env.OMNISTREAM_PASSWORD) return env.OMNISTREAM_PASSWORD;
  const homes = env.OMNISTREAM_HOME ? [env.OMNISTREAM_HOME] : [cwd, join(__dirname, '..')].map(demoHome);
  const file = homes.map((home) => join(home, 'demo-password')).find((path) => existsSync(path));
  if (file) return readFileSync(file, 'utf8').trim();
  throw new Failure(
    'no-password',
    'There is no password. Use --password or OMNISTREAM_PASSWORD, or start the laptop first',
  );
}

function demoHome(folder: string): string {
  return join(folder, '.omnistream');
}

/** The tokens of a sign-in: one for the API, and one to get the next pair. */
export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken?: string;
}

interface CognitoAnswer {
  readonly AuthenticationResult?: { readonly AccessToken?: string; readonly RefreshToken?: string };
  readonly ChallengeName?: string;
  readonly ChallengeParameters?: Record<string, string>;
  readonly Session?: string;
}

/** Signs in at Cognito by SRP, which does not send the password. */
export async function signIn(deployment: Deployment, { user, password, code }: Credentials): Promise<SignedIn> {
  const { clientId, userPoolId } = deployment;
  const srp = new SrpClient(userPoolId, password);
  const first = await call(deployment, 'InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME: user, SRP_A: srp.publicValue },
  });
  const respond = (ChallengeName: string, ChallengeResponses: Record<string, string>, Session?: string) =>
    call(deployment, 'RespondToAuthChallenge', { ClientId: clientId, ChallengeName, ChallengeResponses, Session });
  let answer = await respond('PASSWORD_VERIFIER', srp.answer(first.ChallengeParameters ?? {}), first.Session);
  if (answer.ChallengeName === 'SOFTWARE_TOKEN_MFA' && code) {
    const responses = { USERNAME: user, SOFTWARE_TOKEN_MFA_CODE: code };
    answer = await respond(answer.ChallengeName, responses, answer.Session);
  }
  const signedIn = tokensOf(answer);
  if (signedIn) return signedIn;
  throw new Failure('sign-in', `${user} could not sign in: ${reason(answer.ChallengeName)}`);
}

/** Returns the next tokens of a sign-in, or `undefined` if the sign-in has ended. */
export async function refresh(deployment: Deployment, { refreshToken }: SignedIn): Promise<SignedIn | undefined> {
  if (!refreshToken) return undefined;
  const request = { ClientId: deployment.clientId, RefreshToken: refreshToken };
  try {
    const next = tokensOf(await call(deployment, 'GetTokensFromRefreshToken', request));
    return next && { refreshToken, ...next };
  } catch (error) {
    if (error instanceof ApiFailure) return undefined;
    throw error;
  }
}

function tokensOf({ AuthenticationResult }: CognitoAnswer): SignedIn | undefined {
  const { AccessToken: accessToken, RefreshToken: refreshToken } = AuthenticationResult ?? {};
  return accessToken ? { accessToken, ...(refreshToken && { refreshToken }) } : undefined;
}

function reason(challenge: string | undefined): string {
  if (challenge === 'SOFTWARE_TOKEN_MFA') return 'add the code of your authenticator app with --code';
  return challenge ? `Cognito requires ${challenge}; use the web page instead` : 'Cognito returned no token';
}

async function call({ cognitoEndpoint }: Deployment, operation: string, request: object): Promise<CognitoAnswer> {
  const { body } = await requestJson(new URL(cognitoEndpoint), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(request),
  });
  return body ?? {};
}
