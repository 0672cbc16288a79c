import * as z from 'zod/mini';
import { text } from '../shared/env';

/** The sign-in of the canary's user, as JSON in its secret. */
const credentials = z.object({ user: text, password: text });

export type CanaryCredentials = z.output<typeof credentials>;

/** Reads the secret's text. Throws an `Error` without its content if it is not JSON of {@link credentials}. */
export function readCredentials(secret: string | undefined): CanaryCredentials {
  try {
    return credentials.parse(JSON.parse(secret ?? ''));
  } catch {
    throw new Error('The secret of the canary has no user and password');
  }
}
