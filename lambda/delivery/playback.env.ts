import * as z from 'zod/mini';
import { integer, text } from '../shared/env';

/** Environment of the `playback` function. */
export const env = z.object({
  ASSETS_TABLE: text,
  SESSIONS_TABLE: text,
  /** The secret whose string is the private key (PEM, ECDSA P-256) that viewer's cookies are signed with. */
  SIGNING_SECRET_ARN: text,
  /** CloudFront's id of the matching public key. */
  KEY_PAIR_ID: text,
  /** `https://` and the distribution's domain, without a path: the address that viewers stream from. */
  VIEWER_ORIGIN: z.url(),
  /** How long a playback session lasts, in seconds. */
  SESSION_SECONDS: integer,
});

export type Env = z.output<typeof env>;
