import * as z from 'zod/mini';
import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import { list } from '../shared/lists';

export const authorizerHandler = describeHandler('authorizer', {
  USER_POOL_ID: text,
  /** The app client whose access tokens are accepted. */
  CLIENT_ID: text,
  /**
   * Address of the pool's public keys: `https://cognito-idp.{region}.{URLSuffix}/{userPoolId}/.well-known/jwks.json`.
   * The issuer that tokens must name follows from `USER_POOL_ID`.
   */
  JWKS_URI: z.url(),
  /** The values of the distribution's header that are accepted. */
  ORIGIN_KEYS: list,
});
