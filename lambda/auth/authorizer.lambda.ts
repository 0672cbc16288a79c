import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import type { EnvOf } from '../shared/handler-descriptor';
import { admission } from './admission';
import type { Decision } from './authorizer';
import type { authorizerHandler } from './authorizer.env';

type Env = EnvOf<typeof authorizerHandler>;

/** Reads without the schema: zod would double this bundle, and every request waits for the authorizer's cold start. */
function read(name: keyof Env): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is missing`);
  return value;
}

const decide = admission({
  USER_POOL_ID: read('USER_POOL_ID'),
  CLIENT_ID: read('CLIENT_ID'),
  JWKS_URI: read('JWKS_URI'),
  ORIGIN_KEYS: read('ORIGIN_KEYS').split(','),
});

export async function handler(event: APIGatewayRequestAuthorizerEventV2): Promise<Decision> {
  return decide(event.headers ?? {});
}
