import { ServiceError } from '../../../kernel/service';
import { OAuthError, type Visit } from './http';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html */
const claimsOf: Readonly<Record<string, readonly string[] | 'all'>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  profile: 'all',
};

/** `/oauth2/userInfo`: returns the claims that the scopes of an access token permit. Throws {@link OAuthError}. */
export async function userInfo({ request, response, directory, pool }: Visit): Promise<void> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const invalid = new OAuthError('invalid_token', 'The access token is invalid or has expired', 401);
  try {
    const holder = await directory.tokens.holder(token, 'openid');
    if (holder.pool.id !== pool.id) throw invalid;
    const { user, client, scopes } = holder;
    const rules = scopes.map((scope) => claimsOf[scope] ?? []);
    const shown = Object.entries(user.attributes).filter(
      ([name]) =>
        rules.some((rule) => rule === 'all' || rule.includes(name)) &&
        (!client.readAttributes || client.readAttributes.includes(name)),
    );
    // Cognito returns verifications as text here.
    const body = { sub: user.attributes.sub, ...Object.fromEntries(shown), username: user.username };
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  } catch (error) {
    if (error instanceof ServiceError) throw invalid;
    throw error;
  }
}
