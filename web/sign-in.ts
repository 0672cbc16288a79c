import { cognito } from './cognito';

/** What `/config.json` says about this deployment. */
export interface Config {
  readonly clientId: string;
  readonly cognitoEndpoint: string;
  /** Managed login: its pages, and its OAuth 2.0 endpoints below `/oauth2`. */
  readonly loginUrl: string;
  /** Where this page is: managed login returns to its root only. */
  readonly origin: string;
  readonly api: string;
}

interface Tokens {
  readonly access: string;
  readonly refresh?: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** What the page has to know again when managed login comes back to it. */
interface Journey {
  readonly state: string;
  readonly verifier: string;
}

const TOKENS = 'omnistream.tokens';
const JOURNEY = 'omnistream.sign-in';
const SCOPES = 'openid email aws.cognito.signin.user.admin';

/** Tokens are renewed this long before they end, so that none ends on its way. */
const EARLY_MS = 60_000;

/**
 * Signing in by managed login: authorization code and PKCE (RFC 7636), in this tab. Passwords are typed there, and never
 * seen here; tokens are gone when the tab is closed.
 */
export class SignIn {
  private renewing: Promise<string | undefined> | undefined;

  constructor(private readonly config: Config) {}

  get isSignedIn(): boolean {
    return read<Tokens>(TOKENS) !== undefined;
  }

  /** Whether the tokens are an administrator's: for what the page offers. What the API gives, it decides itself. */
  get isAdmin(): boolean {
    const [, claims = ''] = read<Tokens>(TOKENS)?.access.split('.') ?? [];
    const json = atob(claims.replaceAll('-', '+').replaceAll('_', '/')) || '{}';
    return JSON.parse(json)['cognito:groups']?.includes('admin') ?? false;
  }

  /**
   * Takes up what managed login sent back in this page's address. Answers whether there was something. Throws what was
   * wrong with it.
   */
  async finish(): Promise<boolean> {
    const { searchParams: answer } = new URL(location.href);
    if (!answer.has('code') && !answer.has('error')) return false;
    const journey = read<Journey>(JOURNEY);
    sessionStorage.removeItem(JOURNEY);
    // A code is good once: it must not be found in the history.
    history.replaceState(null, '', location.pathname);
    // Not begun in this tab: somebody else's code would sign this tab in as somebody else.
    if (!journey || answer.get('state') !== journey.state) throw new Error('Signing in was not begun here. Try again.');
    const code = answer.get('code');
    if (!code) throw new Error(`Signing in did not work (${answer.get('error_description') ?? answer.get('error')}).`);
    const redirect_uri = this.returnUrl;
    const form = { grant_type: 'authorization_code', code, redirect_uri, code_verifier: journey.verifier };
    if (!(await this.ask(form))) throw new Error('Signing in did not work. Try again.');
    return true;
  }

  /** Leaves for managed login; for this page's own address, where another one led here, since it comes back there. */
  async begin(): Promise<void> {
    if (location.origin !== this.config.origin) {
      location.replace(this.returnUrl);
      return;
    }
    const journey: Journey = { state: random(), verifier: random() };
    sessionStorage.setItem(JOURNEY, JSON.stringify(journey));
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(journey.verifier));
    this.leave('/oauth2/authorize', {
      response_type: 'code',
      redirect_uri: this.returnUrl,
      scope: SCOPES,
      state: journey.state,
      code_challenge: base64url(new Uint8Array(digest)),
      code_challenge_method: 'S256',
    });
  }

  /** Ends all sign-ins of the user, here and elsewhere, and leaves for managed login to forget the user too. */
  async end(): Promise<void> {
    const token = await this.accessToken().catch(() => undefined);
    this.forget();
    // Its refresh tokens end by this; when it fails, this tab at least has none any more.
    if (token)
      await cognito(this.config.cognitoEndpoint, 'GlobalSignOut', { AccessToken: token }).catch(() => undefined);
    this.leave('/logout', { logout_uri: this.returnUrl });
  }

  forget(): void {
    sessionStorage.removeItem(TOKENS);
  }

  /** A token for the API; `undefined` when nobody is signed in any more. */
  async accessToken(): Promise<string | undefined> {
    const tokens = read<Tokens>(TOKENS);
    if (!tokens) return undefined;
    return Date.now() < tokens.until - EARLY_MS ? tokens.access : this.renewedToken();
  }

  /** The same, fresh from the token endpoint. Asked for twice at once, it is renewed once. */
  renewedToken(): Promise<string | undefined> {
    this.renewing ??= this.renew().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async renew(): Promise<string | undefined> {
    const { refresh } = read<Tokens>(TOKENS) ?? {};
    const tokens = refresh && (await this.ask({ grant_type: 'refresh_token', refresh_token: refresh }));
    if (tokens) return tokens.access;
    this.forget();
    return undefined;
  }

  /** Keeps the token endpoint's answer. `undefined` when it refuses; throws when it does not answer. */
  private async ask(form: Record<string, string>): Promise<Tokens | undefined> {
    const body = new URLSearchParams({ ...form, client_id: this.config.clientId });
    const response = await fetch(`${this.config.loginUrl}/oauth2/token`, { method: 'POST', body });
    if (response.status >= 500) throw new Error(`Signing in is not possible now (HTTP status ${response.status}).`);
    if (!response.ok) return undefined;
    const { access_token, refresh_token = form.refresh_token, expires_in } = await response.json();
    const tokens: Tokens = { access: access_token, refresh: refresh_token, until: Date.now() + expires_in * 1000 };
    sessionStorage.setItem(TOKENS, JSON.stringify(tokens));
    return tokens;
  }

  private leave(path: string, query: Record<string, string>): void {
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
