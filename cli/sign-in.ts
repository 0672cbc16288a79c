import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure';
import { requestJson } from './http';
import { patience } from './retry';

/** What a deployment's web address says about itself at `/config.json`. */
export interface Deployment {
  readonly clientId: string;
  readonly cognitoEndpoint: string;
  /** Where the API is, relative to the web address. */
  readonly api: string;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Reads `/config.json` of a web address. */
export async function readDeployment(origin: URL): Promise<Deployment> {
  // The first request of all: where nobody is at home, the user should hear so soon.
  const { body } = await requestJson(new URL('/config.json', origin), {}, { ...patience, attempts: 3 });
  const { clientId, cognitoEndpoint, api = '/api' } = (body ?? {}) as Partial<Deployment>;
  if (!clientId || !cognitoEndpoint) {
    throw new Failure(
      'no-deployment',
      `${origin.origin} is no OmniStream: its /config.json does not say how to sign in`,
    );
  }
  return { clientId, cognitoEndpoint, api };
}

/**
 * The password: as given, or OMNISTREAM_PASSWORD, or that of the laptop's demo users, which `npm start` leaves in
 * `demo-password` of its folder (OMNISTREAM_HOME, or `.omnistream` here or in the project).
 */
export function findPassword(given: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string {
  if (given !== undefined) return given;
  if (env.OMNISTREAM_PASSWORD) return env.OMNISTREAM_PASSWORD;
  const homes = env.OMNISTREAM_HOME ? [env.OMNISTREAM_HOME] : [cwd, join(__dirname, '..')].map(demoHome);
  const file = homes.map((home) => join(home, 'demo-password')).find((path) => existsSync(path));
  if (file) return readFileSync(file, 'utf8').trim();
  throw new Failure('no-password', 'No password: give --password or OMNISTREAM_PASSWORD, or start the laptop first');
}

function demoHome(folder: string): string {
  return join(folder, '.omnistream');
}

/** Signs in at Cognito and answers an access token. */
export async function signIn(
  { cognitoEndpoint, clientId }: Deployment,
  { user, password }: Credentials,
): Promise<string> {
  const { body } = await requestJson(new URL(cognitoEndpoint), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: user, PASSWORD: password },
    }),
  });
  const { AuthenticationResult, ChallengeName } = (body ?? {}) as {
    AuthenticationResult?: { AccessToken?: string };
    ChallengeName?: string;
  };
  const token = AuthenticationResult?.AccessToken;
  if (token) return token;
  const why = ChallengeName ? `Cognito asks for ${ChallengeName}, which only the web page can answer` : 'no token came';
  throw new Failure('sign-in', `${user} could not sign in: ${why}`);
}
