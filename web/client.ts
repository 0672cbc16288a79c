import type { ReportName } from '../lambda/shared/reports';
import type { EventBatch, Receipt } from './events';
import type { Row } from './rows';
import { type Config, SignIn } from './sign-in';

export interface Asset {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly reason?: { readonly message: string };
  readonly progress?: number;
  readonly durationSeconds?: number;
  readonly tracks: {
    readonly audio: readonly { readonly language: string }[];
    readonly captions: readonly { readonly language: string }[];
  };
  readonly speech?: { readonly status: 'found' | 'none' | 'failed' };
  /** Languages under way, as BCP 47 tags. */
  readonly pending: readonly string[];
  readonly missing: readonly MissingLanguage[];
  /** Only of own assets. */
  readonly notes?: readonly { readonly message: string }[];
  /** Whether whoever is signed in made it. */
  readonly own: boolean;
}

export interface MissingLanguage {
  readonly language: string;
  readonly media: readonly ('captions' | 'audio')[];
  readonly message: string;
}

export interface AssetPage {
  readonly assets: readonly Asset[];
  readonly cursor?: string;
}

/** What a viewer chose; see `PATCH /api/me`. */
export interface Preferences {
  readonly personalised: boolean;
  /** BCP 47 tags; empty: any. */
  readonly languages: readonly string[];
  readonly ageLimit: number;
}

export interface Report {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly truncated: boolean;
}

export interface Playback {
  readonly sessionId: string;
  readonly hls: string;
  readonly heartbeatSeconds: number;
}

/** Nobody is signed in, or no longer. */
export class SignedOut extends Error {}

/** The API, as whoever is signed in in this tab. */
export class Client {
  readonly signIn: SignIn;

  private constructor(readonly config: Config) {
    this.signIn = new SignIn(config);
  }

  static async load(): Promise<Client> {
    const response = await fetch('/config.json');
    if (!response.ok) throw new Error(`This site's configuration is missing (HTTP status ${response.status}).`);
    return new Client((await response.json()) as Config);
  }

  assets(cursor?: string): Promise<AssetPage> {
    return this.call('GET', `/assets${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
  }

  /** Opens a session; the answer's cookies are kept by the browser, out of this script's reach. */
  play(id: string): Promise<Playback> {
    return this.call('POST', `/assets/${encodeURIComponent(id)}/playback`);
  }

  /** Asks for BCP 47 languages; those that are missing are tried again. */
  addLanguages(id: string, languages: readonly string[]): Promise<Asset> {
    return this.call('POST', `/assets/${encodeURIComponent(id)}/languages`, { languages });
  }

  /** Renews a session; its new cookies are kept by the browser too. */
  heartbeat(sessionId: string): Promise<Playback> {
    return this.call('POST', `/sessions/${sessionId}/heartbeat`);
  }

  /** Ends a session, also while the page is going away. */
  endSession(sessionId: string): Promise<void> {
    return this.call('DELETE', `/sessions/${sessionId}`, undefined, true);
  }

  /** Rows for the start page, or beside an asset. */
  async recommendations(assetId?: string): Promise<readonly Row[]> {
    const wanted = assetId === undefined ? 'home' : `asset:${assetId}`;
    const { rows } = await this.call<{ rows: Row[] }>('GET', `/recommendations?for=${encodeURIComponent(wanted)}`);
    return rows;
  }

  /** @param leaving the page is going away: the request outlives it */
  async sendEvents(batch: EventBatch, leaving: boolean): Promise<readonly Receipt[]> {
    return (await this.call<{ events: Receipt[] }>('POST', '/events', batch, leaving)).events;
  }

  preferences(): Promise<Preferences> {
    return this.call('GET', '/me');
  }

  prefer(changes: Partial<Preferences>): Promise<Preferences> {
    return this.call('PATCH', '/me', changes);
  }

  /** For administrators. */
  insights(report: ReportName, parameters: Readonly<Record<string, string>>): Promise<Report> {
    return this.call('GET', `/insights/${report}?${new URLSearchParams(parameters)}`);
  }

  private async call<T>(method: string, path: string, json?: unknown, keepalive = false): Promise<T> {
    const send = async (token: string | undefined) => {
      if (token === undefined) throw new SignedOut();
      const headers = new Headers({ authorization: `Bearer ${token}`, accept: 'application/json' });
      if (json !== undefined) headers.set('content-type', 'application/json');
      return fetch(this.config.api + path, { method, headers, body: JSON.stringify(json), keepalive });
    };
    let response = await send(await this.signIn.accessToken());
    // The clock of this machine may be wrong about when a token ends.
    if (response.status === 401) response = await send(await this.signIn.renewedToken());
    const body = await response.json().catch(() => undefined);
    if (response.ok) return body as T;
    // API Gateway's own refusals carry no problem document: it is the token that was not accepted.
    if (response.status === 401 || (response.status === 403 && !body?.type)) {
      this.signIn.forget();
      throw new SignedOut();
    }
    throw new Error(body?.detail ?? body?.title ?? `The API answered with HTTP status ${response.status}.`);
  }
}
