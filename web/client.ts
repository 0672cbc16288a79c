/** What `/config.json` says about this deployment. */
export interface Config {
  readonly clientId: string;
  readonly cognitoEndpoint: string;
  readonly api: string;
}

export interface Asset {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly reason?: { readonly message: string };
  readonly progress?: number;
  readonly durationSeconds?: number;
}

export interface AssetPage {
  readonly assets: readonly Asset[];
  readonly cursor?: string;
}

export interface Playback {
  readonly sessionId: string;
  readonly hls: string;
  readonly heartbeatSeconds: number;
}

/** Nobody is signed in, or no longer. */
export class SignedOut extends Error {}

const TOKEN = 'omnistream.token';

/** The API, as whoever is signed in in this tab: the token goes when the tab does. */
export class Client {
  private constructor(private readonly config: Config) {}

  static async load(): Promise<Client> {
    const response = await fetch('/config.json');
    if (!response.ok) throw new Error(`This site's configuration is missing (HTTP status ${response.status}).`);
    return new Client((await response.json()) as Config);
  }

  get isSignedIn(): boolean {
    return sessionStorage.getItem(TOKEN) !== null;
  }

  async signIn(user: string, password: string): Promise<void> {
    const response = await fetch(this.config.cognitoEndpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: this.config.clientId,
        AuthParameters: { USERNAME: user, PASSWORD: password },
      }),
    });
    const answer = await response.json();
    const token: unknown = answer.AuthenticationResult?.AccessToken;
    if (typeof token !== 'string') {
      const asked = answer.ChallengeName && `Signing in also asks for ${answer.ChallengeName}.`;
      throw new Error(answer.message ?? asked ?? 'Signing in did not work.');
    }
    sessionStorage.setItem(TOKEN, token);
  }

  signOut(): void {
    sessionStorage.removeItem(TOKEN);
  }

  assets(cursor?: string): Promise<AssetPage> {
    return this.call('GET', `/assets${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
  }

  /** Opens a session; the answer's cookies are kept by the browser, out of this script's reach. */
  play(id: string): Promise<Playback> {
    return this.call('POST', `/assets/${encodeURIComponent(id)}/playback`);
  }

  /** Renews a session; its new cookies are kept by the browser too. */
  heartbeat(sessionId: string): Promise<Playback> {
    return this.call('POST', `/sessions/${sessionId}/heartbeat`);
  }

  /** Ends a session, also while the page is going away. */
  endSession(sessionId: string): Promise<void> {
    return this.call('DELETE', `/sessions/${sessionId}`, true);
  }

  private async call<T>(method: string, path: string, keepalive = false): Promise<T> {
    const token = sessionStorage.getItem(TOKEN);
    if (token === null) throw new SignedOut();
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const response = await fetch(this.config.api + path, { method, headers, keepalive });
    const body = await response.json().catch(() => undefined);
    if (response.ok) return body as T;
    // API Gateway's own refusals carry no problem document: it is the token that was not accepted.
    if (response.status === 401 || (response.status === 403 && !body?.type)) {
      this.signOut();
      throw new SignedOut();
    }
    throw new Error(body?.detail ?? body?.title ?? `The API answered with HTTP status ${response.status}.`);
  }
}
