import { type Directory, notAuthorized } from './directory';
import type { Client, Pool } from './pools';
import type { SignIn } from './sign-ins';
import type { Tokens } from './tokens';

/**
 * Returns new tokens for a refresh token; with rotation also a new refresh token, which expires at the same time as the
 * first. `check` is called with the user's name before anything changes. Throws `NotAuthorizedException` and
 * `RefreshTokenReuseException`.
 */
export async function refreshed(
  { signIns, users, tokens }: Directory,
  pool: Pool,
  client: Client,
  refreshToken: string,
  check: (username: string) => void = () => {},
): Promise<{ tokens: Tokens; signIn: SignIn }> {
  const signIn = signIns.byRefreshToken(refreshToken, client);
  check(signIn.username);
  const user = users.find(pool, signIn.username);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  const issued = await tokens.issue(pool, client, user, signIn, 'RefreshTokens');
  if (!client.rotation) return { tokens: issued, signIn };
  return { tokens: { ...issued, RefreshToken: signIns.rotate(signIn, client.rotation.graceSeconds) }, signIn };
}
