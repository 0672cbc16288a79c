import { ServiceError } from '../../../kernel/service';
import { checkClientSecret } from '../clients';
import type { Client } from '../pools';
import { refreshed } from '../refresh';
import type { Tokens } from '../tokens';
import type { AuthorizationCodes } from './authorization-codes';
import { OAuthError, one, readForm, type Visit } from './http';

/** `POST /oauth2/token`. Throws {@link OAuthError}. */
export async function token(visit: Visit, codes: AuthorizationCodes): Promise<void> {
  const form = await readForm(visit.request);
  const client = authenticated(visit, form);
  const grant = one(form, 'grant_type');
  try {
    if (grant === 'authorization_code') send(visit, await byCode(visit, client, codes, form));
    else if (grant === 'refresh_token') send(visit, await byRefreshToken(visit, client, form));
    else throw new OAuthError('unsupported_grant_type', 'Only codes and refresh tokens are taken here');
  } catch (error) {
    // The caller does not get details, such as why a token is invalid or the message of a trigger.
    if (error instanceof ServiceError) throw new OAuthError('invalid_grant', 'The token is not good, or no more');
    throw error;
  }
}

/** Returns the calling client, which proves its secret if it has one. Throws {@link OAuthError}. */
function authenticated({ request, directory, pool }: Visit, form: URLSearchParams): Client {
  const basic = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64')
        .toString()
        .split(':')
        .map((part) => decodeURIComponent(part))
    : [one(form, 'client_id'), one(form, 'client_secret')];
  const client = directory.pools.findClient(id, pool);
  const invalid = new OAuthError(
    'invalid_client',
    'The client is not known, or its secret is wrong',
    basic ? 401 : 400,
  );
  if (!client?.oauth) throw invalid;
  try {
    checkClientSecret(client, secret);
  } catch {
    throw invalid;
  }
  return client;
}

async function byCode(
  { directory, pool }: Visit,
  client: Client,
  codes: AuthorizationCodes,
  form: URLSearchParams,
): Promise<Partial<Tokens>> {
  const { users, tokens, signIns } = directory;
  const by = {
    clientId: client.id,
    redirectUri: one(form, 'redirect_uri'),
    verifier: one(form, 'code_verifier'),
  };
  const issued = codes.redeem(one(form, 'code') ?? '', by, (signInId) => {
    const signIn = signIns.get(signInId);
    if (signIn) signIns.revoke(signIn);
  });
  const user = users.find(pool, issued.username);
  if (!user?.enabled) throw new OAuthError('invalid_grant', 'The code is not good, or no more');
  const { scopes, nonce } = issued.request;
  const opened = await tokens.openGranted(pool, client, user, { scopes, nonce });
  issued.signInId = opened.signIn.id;
  if (scopes.includes('openid')) return opened.tokens;
  const { IdToken: _, ...others } = opened.tokens;
  return others;
}

async function byRefreshToken({ directory, pool }: Visit, client: Client, form: URLSearchParams) {
  const { tokens, signIn } = await refreshed(directory, pool, client, one(form, 'refresh_token') ?? '');
  if (!signIn.scopes || signIn.scopes.includes('openid')) return tokens;
  const { IdToken: _, ...others } = tokens;
  return others;
}

function send({ response }: Visit, tokens: Partial<Tokens>): void {
  const body = {
    id_token: tokens.IdToken,
    access_token: tokens.AccessToken,
    refresh_token: tokens.RefreshToken,
    expires_in: tokens.ExpiresIn,
    token_type: tokens.TokenType,
  };
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** `POST /oauth2/revoke` of RFC 7009: an unknown token counts as revoked. Throws {@link OAuthError}. */
export async function revoke(visit: Visit): Promise<void> {
  const form = await readForm(visit.request);
  const client = authenticated(visit, form);
  const token = one(form, 'token');
  if (!token) throw new OAuthError('invalid_request', 'There is no token');
  if (token.split('.').length === 3)
    throw new OAuthError('unsupported_token_type', 'Only refresh tokens can be revoked');
  const { signIns } = visit.directory;
  try {
    signIns.revoke(signIns.byRefreshToken(token, client));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
  visit.response.writeHead(200, { 'cache-control': 'no-store' }).end();
}
