import * as z from 'zod/mini';
import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const authorizerHandler = describeHandler('authorizer', {
  USER_POOL_ID: text,
  /** The app client whose access tokens are accepted. */
  CLIENT_ID: text,
  /**
   * `https://cognito-idp.{region}.{URLSuffix}/{userPoolId}/.well-known/jwks.json`. Where the pool's public keys are
   * read; the issuer that tokens must name follows from `USER_POOL_ID` alone.
   */
  JWKS_URI: z.url(),
});
