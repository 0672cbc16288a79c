import { cognito } from './cognito';
import { timeLimit } from './exchange';

/** The content of `/config.json`. */
export interface Config {
  readonly clientId: string;
  readonly cognitoEndpoint: string;
  /** Managed login: its pages, and its OAuth 2.0 endpoints below `/oauth2`. */
  readonly loginUrl: string;
  /** The origin of this page. Managed login returns only to its root. */
  readonly origin: string;
  readonly api: string;
}

interface Tokens {
  readonly access: string;
  readonly refresh?: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The state of a sign-in that the page needs when managed login returns to it. */
interface PendingSignIn {
  readonly state: string;
  readonly verifier: string;
}

const TOKENS = 'omnistream.tokens';
const PENDING = 'omnistream.sign-in';
const SCOPES = 'openid email aws.cognito.signin.user.admin';

/** Milliseconds before its expiry at which a token is renewed, so that it does not expire during a request. */
const EARLY_MS = 60_000;

/**
 * Signs in with managed login, by authorization code and PKCE (RFC 7636), for this tab. Users type passwords there, and
 * this page never sees them. The tokens are deleted when the tab is closed.
 */
export class SignIn {
  private renewing: Promise<string | undefined> | undefined;

  constructor(private readonly config: Config) {}

  get isSignedIn(): boolean {
    return read<Tokens>(TOKENS) !== undefined;
  }

  /** Whether the user is an administrator. It only decides what the page shows; the API checks each request itself. */
  get isAdmin(): boolean {
    const [, claims = ''] = read<Tokens>(TOKENS)?.access.split('.') ?? [];
    const json = atob(claims.replaceAll('-', '+').replaceAll('_', '/')) || '{}';
    return JSON.parse(json)['cognito:groups']?.includes('admin') ?? false;
  }

  /**
   * Completes a sign-in from the parameters that managed login added to this page's address. Returns whether there were
   * any. Throws if they are not valid.
   */
  async finish(): Promise<boolean> {
    const { searchParams: answer } = new URL(location.href);
    if (!answer.has('code') && !answer.has('error')) return false;
    const pending = read<PendingSignIn>(PENDING);
    sessionStorage.removeItem(PENDING);
    // A code is valid once. It must not stay in the history.
    history.replaceState(null, '', location.pathname);
    // If the sign-in did not start in this tab, the code may be an attacker's and would sign this tab in as that user.
    if (!pending || answer.get('state') !== pending.state)
      throw new Error('The sign-in was not started in this tab. Try again.');
    const code = answer.get('code');
    if (!code) throw new Error(`The sign-in failed (${answer.get('error_description') ?? answer.get('error')}).`);
    const redirect_uri = this.returnUrl;
    const form = { grant_type: 'authorization_code', code, redirect_uri, code_verifier: pending.verifier };
    if (!(await this.requestTokens(form))) throw new Error('The sign-in failed. Try again.');
    return true;
  }

  /** Navigates to managed login. If this page has another origin than the configured one, navigates to that one first. */
  async begin(): Promise<void> {
    if (location.origin !== this.config.origin) {
      location.replace(this.returnUrl);
      return;
    }
    const pending: PendingSignIn = { state: random(), verifier: random() };
    sessionStorage.setItem(PENDING, JSON.stringify(pending));
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
    this.navigateTo('/oauth2/authorize', {
      response_type: 'code',
      redirect_uri: this.returnUrl,
      scope: SCOPES,
      state: pending.state,
      code_challenge: base64url(new Uint8Array(digest)),
      code_challenge_method: 'S256',
    });
  }

  /** Ends all sign-ins of the user on all devices, and navigates to managed login, which ends its own session. */
  async end(): Promise<void> {
    const token = await this.accessToken().catch(() => undefined);
    this.forget();
    // This revokes the refresh tokens. If it fails, at least this tab has no tokens any more.
    if (token)
      await cognito(this.config.cognitoEndpoint, 'GlobalSignOut', { AccessToken: token }).catch(() => undefined);
    this.navigateTo('/logout', { logout_uri: this.returnUrl });
  }

  forget(): void {
    sessionStorage.removeItem(TOKENS);
  }

  /** Returns a token for the API, or `undefined` if the sign-in has ended. */
  async accessToken(): Promise<string | undefined> {
    const tokens = read<Tokens>(TOKENS);
    if (!tokens) return undefined;
    return Date.now() < tokens.until - EARLY_MS ? tokens.access : this.renewedToken();
  }

  /** Returns a new token from the token endpoint. Simultaneous calls share one renewal. */
  renewedToken(): Promise<string | undefined> {
    this.renewing ??= this.renew().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async renew(): Promise<string | undefined> {
    const { refresh } = read<Tokens>(TOKENS) ?? {};
    const tokens = refresh && (await this.requestTokens({ grant_type: 'refresh_token', refresh_token: refresh }));
    if (tokens) return tokens.access;
    this.forget();
    return undefined;
  }

  /** Requests tokens from the token endpoint and stores them. Returns `undefined` if it refuses; throws if it fails. */
  private async requestTokens(form: Record<string, string>): Promise<Tokens | undefined> {
    const body = new URLSearchParams({ ...form, client_id: this.config.clientId });
    const response = await fetch(`${this.config.loginUrl}/oauth2/token`, { method: 'POST', body, signal: timeLimit() });
    if (response.status >= 500)
      throw new Error(`The sign-in service is not available (HTTP status ${response.status}). Try again later.`);
    if (!response.ok) return undefined;
    const { access_token, refresh_token = form.refresh_token, expires_in } = await response.json();
    const tokens: Tokens = { access: access_token, refresh: refresh_token, until: Date.now() + expires_in * 1000 };
    sessionStorage.setItem(TOKENS, JSON.stringify(tokens));
    return tokens;
  }

  private navigateTo(path: string, query: Record<string, string>): void {
    location.assign(
      `${this.config.loginUrl}${path}?${new URLSearchParams({ client_id: this.config.clientId, ...query })}`,
    );
  }

  private get returnUrl(): string {
    return `${this.config.origin}/`;
  }
}

function read<T>(key: string): T | undefined {
  return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined;
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
