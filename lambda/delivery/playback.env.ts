import * as z from 'zod/mini';
import { flag, integer, json, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const playbackHandler = describeHandler('playback', {
  ASSETS_TABLE: text,
  SESSIONS_TABLE: text,
  VIEWERS_TABLE: text,
  /** The secret with the private key (PEM, ECDSA P-256) that signs viewers' cookies. */
  SIGNING_SECRET_ARN: text,
  /** CloudFront's id of the matching public key. */
  KEY_PAIR_ID: text,
  /** `https://` and the distribution's domain, without a path: the address that viewers stream from. */
  VIEWER_ORIGIN: z.url(),
  /** Validity of a session's signature, in seconds. Heartbeats renew it. */
  SESSION_SECONDS: integer,
  /** Maximum age of a session for renewals, in seconds. */
  LONGEST_SESSION_SECONDS: integer,
  /** Maximum of open sessions per viewer. */
  CONCURRENT_SESSIONS: integer,
  /** Maximum of sessions that a viewer may open within an hour. */
  SESSIONS_PER_HOUR: integer,
  /** Whether a session is valid only in the country that it was opened in. */
  BIND_COUNTRY: flag,
  /** ARN of CloudFront's key value store of ended sessions. */
  REVOCATIONS_ARN: text,
  /** License URL by key system (`org.w3.clearkey`); `{session}` stands for the session's id. `{}` without DRM. */
  LICENSE_URLS: json(z.record(z.string(), z.string())),
});
