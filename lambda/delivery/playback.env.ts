import * as z from 'zod/mini';
import { flag, integer, json, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const playbackHandler = describeHandler('playback', {
  ASSETS_TABLE: text,
  SESSIONS_TABLE: text,
  /** The secret whose string is the private key (PEM, ECDSA P-256) that viewer's cookies are signed with. */
  SIGNING_SECRET_ARN: text,
  /** CloudFront's id of the matching public key. */
  KEY_PAIR_ID: text,
  /** `https://` and the distribution's domain, without a path: the address that viewers stream from. */
  VIEWER_ORIGIN: z.url(),
  /** How long a session's signature holds, in seconds; heartbeats renew it. */
  SESSION_SECONDS: integer,
  /** After which it is not renewed any more, in seconds since the session was opened. */
  LONGEST_SESSION_SECONDS: integer,
  /** How many sessions one viewer may have open at once. */
  CONCURRENT_SESSIONS: integer,
  /** Whether a session holds only in the country that it was opened in. */
  BIND_COUNTRY: flag,
  /** CloudFront's key value store of ended sessions. */
  REVOCATIONS_ARN: text,
  /** License URL by key system (`org.w3.clearkey`); `{session}` stands for the session's id. `{}` without DRM. */
  LICENSE_URLS: json(z.record(z.string(), z.string())),
});
