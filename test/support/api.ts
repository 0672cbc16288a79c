import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from './platform';

export interface ApiAnswer {
  readonly status: number;
  readonly contentType: string;
  // biome-ignore lint/suspicious/noExplicitAny: each route has its own
  readonly body: any;
}

export type Api = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

/** The API as one of the demo users, signed in as a browser does it. */
export async function signedIn(platform: Platform, user: string): Promise<Api> {
  const { cognitoEndpoint, clientId } = await (await fetch(`${platform.web}/config.json`)).json();
  const password = readFileSync(join(platform.home, 'demo-password'), 'utf8').trim();
  const signIn = await fetch(cognitoEndpoint, {
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
  const { AuthenticationResult } = await signIn.json();
  return async (method, path, body) => {
    const response = await fetch(`${platform.web}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${AuthenticationResult.AccessToken}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: text ? JSON.parse(text) : undefined,
    };
  };
}
