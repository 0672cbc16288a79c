import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeployment, signIn } from '../../cli/sign-in';
import type { Platform } from './platform';

interface ApiAnswer {
  readonly status: number;
  readonly contentType: string;
  // biome-ignore lint/suspicious/noExplicitAny: each route has its own
  readonly body: any;
}

export type Api = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

/** The access token of a demo user, signed in by SRP. */
export async function accessTokenOf(platform: Platform, user: string): Promise<string> {
  const password = readFileSync(join(platform.home, 'demo-password'), 'utf8').trim();
  const { accessToken } = await signIn(await readDeployment(new URL(platform.web)), { user, password });
  return accessToken;
}

/** The API as one of the demo users. */
export async function signedIn(platform: Platform, user: string): Promise<Api> {
  const accessToken = await accessTokenOf(platform, user);
  return async (method, path, body) => {
    const response = await fetch(`${platform.web}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
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
