import type { Client, OAuthSettings } from '../pools';
import { clientOf, OAuthError, one, PageError, type Visit } from './http';

/** The checked parameters of an application's request to `/oauth2/authorize`. */
export interface AuthorizationRequest {
  readonly client: Client & { readonly oauth: OAuthSettings };
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state?: string;
  readonly nonce?: string;
  /** Base64url of a SHA-256. */
  readonly codeChallenge?: string;
  readonly prompt?: string;
}

/**
 * Reads the request from a query. Throws {@link PageError} if the application's address is not trusted, and {@link
 * RefusedRequest} if the application gets the error.
 */
export function readRequest(visit: Visit): AuthorizationRequest {
  const { query } = visit;
  const client = clientOf(visit, query.get('client_id') ?? undefined);
  const redirectUri = query.get('redirect_uri') ?? '';
  // The addresses must be equal, because the receiver of the code is signed in.
  if (!client.oauth.callbackUrls.includes(redirectUri) || query.getAll('redirect_uri').length > 1) {
    throw new PageError(400, 'The redirect address is not registered for this application.');
  }
  const state = query.get('state') ?? undefined;
  try {
    return { client, redirectUri, state, ...readDetails(query, client) };
  } catch (error) {
    if (error instanceof OAuthError) throw new RefusedRequest(error, redirectUri, state);
    throw error;
  }
}

/** A request that is refused by an error at the application's own address. */
export class RefusedRequest extends Error {
  constructor(
    readonly error: OAuthError,
    private readonly redirectUri: string,
    private readonly state: string | undefined,
  ) {
    super(error.description);
  }

  get location(): string {
    const { code: error, description: error_description } = this.error;
    return responseAddress(this.redirectUri, { error, error_description, state: this.state });
  }
}

/** Returns the application's address with the response in its query. */
export function responseAddress(redirectUri: string, answer: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

function readDetails(query: URLSearchParams, client: AuthorizationRequest['client']) {
  if (one(query, 'response_type') !== 'code') {
    throw new OAuthError('unsupported_response_type', 'Only response_type=code is supported');
  }
  if (!client.oauth.flows.includes('code'))
    throw new OAuthError('unauthorized_client', 'The client may not use the authorization code grant');
  const asked = one(query, 'scope')?.split(' ').filter(Boolean) ?? client.oauth.scopes;
  const unknown = asked.find((scope) => !client.oauth.scopes.includes(scope));
  if (unknown !== undefined) throw new OAuthError('invalid_scope', 'The client may not use one of the scopes');
  const codeChallenge = one(query, 'code_challenge');
  const method = one(query, 'code_challenge_method');
  if (codeChallenge !== undefined && (method !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge))) {
    throw new OAuthError('invalid_request', 'The code challenge must use the method S256');
  }
  // Cognito leaves this to the application. Here, a public client that forgets the challenge gets an error.
  if (codeChallenge === undefined && client.secret === undefined) {
    throw new OAuthError('invalid_request', 'A client without a secret must send a code challenge');
  }
  const prompt = one(query, 'prompt');
  if (prompt !== undefined && !['login', 'none'].includes(prompt)) {
    throw new OAuthError('invalid_request', 'The prompt must be login or none');
  }
  return { scopes: asked, nonce: one(query, 'nonce'), codeChallenge, prompt };
}
