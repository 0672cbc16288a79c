import type { ReportName } from '../lambda/shared/reports';
import type { EventBatch, Receipt } from './events';
import { type Exchange, exchange, timeLimit, untilAnswered } from './exchange';
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
  /** Languages in progress, as BCP 47 tags. */
  readonly pending: readonly string[];
  readonly missing: readonly MissingLanguage[];
  /** Present for the user's own assets only. */
  readonly notes?: readonly { readonly message: string }[];
  readonly waiting?: readonly { readonly message: string }[];
  /** Present for the user's own assets only: the wait for an approval of the cost. Amounts in USD. */
  readonly approval?: { readonly estimate: number; readonly maximum: number };
  /** Whether the signed-in user created the asset. */
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

/** The preferences of a viewer; see `PATCH /api/me`. */
export interface Preferences {
  readonly personalised: boolean;
  /** BCP 47 tags; an empty list means any language. */
  readonly languages: readonly string[];
  readonly ageLimit: number;
  /** The maximum that an administrator set. */
  readonly ageCeiling: number;
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

interface Init {
  readonly method: string;
  readonly keepalive?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** No user is signed in, or the sign-in has ended. */
export class SignedOut extends Error {}

/** The API, as the user who is signed in in this tab. */
export class Client {
  readonly signIn: SignIn;

  private constructor(readonly config: Config) {
    this.signIn = new SignIn(config);
  }

  static async load(): Promise<Client> {
    const response = await fetch('/config.json', { signal: timeLimit() });
    if (!response.ok) throw new Error(`This site's configuration is missing (HTTP status ${response.status}).`);
    return new Client((await response.json()) as Config);
  }

  assets(cursor?: string): Promise<AssetPage> {
    return this.call('GET', `/assets${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
  }

  /** Opens a session. The browser stores the cookies of the response; scripts cannot read them. */
  play(id: string): Promise<Playback> {
    return this.create(`/assets/${encodeURIComponent(id)}/playback`);
  }

  /** Requests languages (BCP 47 tags); languages that are missing are retried. */
  addLanguages(id: string, languages: readonly string[]): Promise<Asset> {
    return this.create(`/assets/${encodeURIComponent(id)}/languages`, { languages });
  }

  /** Renews a session. The browser stores the new cookies. */
  heartbeat(sessionId: string): Promise<Playback> {
    return this.call('POST', `/sessions/${sessionId}/heartbeat`);
  }

  /** Ends a session. The request completes even if the page is closed. */
  endSession(sessionId: string): Promise<void> {
    return this.call('DELETE', `/sessions/${sessionId}`, undefined, true);
  }

  /** Rows for the home page, or beside an asset. */
  async recommendations(assetId?: string): Promise<readonly Row[]> {
    const wanted = assetId === undefined ? 'home' : `asset:${assetId}`;
    const { rows } = await this.call<{ rows: Row[] }>('GET', `/recommendations?for=${encodeURIComponent(wanted)}`);
    return rows;
  }

  /** @param leaving whether the page is being closed: the request then outlives the page */
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

  /** Creates something once: each attempt has the same key, so that a lost response does not result in a second one. */
  private async create<T>(path: string, json?: unknown): Promise<T> {
    const init = { method: 'POST', headers: { 'idempotency-key': `"${crypto.randomUUID()}"` } };
    const attempt = () => this.send(path, json, init);
    return this.read(await untilAnswered(attempt, (error) => error instanceof SignedOut));
  }

  private async call<T>(method: string, path: string, json?: unknown, keepalive = false): Promise<T> {
    return this.read(await this.send(path, json, { method, keepalive }));
  }

  private async send(path: string, json: unknown, init: Init): Promise<Exchange> {
    const send = async (token: string | undefined) => {
      if (token === undefined) throw new SignedOut();
      const headers = new Headers({ ...init.headers, authorization: `Bearer ${token}`, accept: 'application/json' });
      if (json !== undefined) headers.set('content-type', 'application/json');
      return exchange(this.config.api + path, { ...init, headers, body: JSON.stringify(json) });
    };
    const answer = await send(await this.signIn.accessToken());
    // The clock of this machine may be wrong, so the token may have expired.
    return answer.response.status === 401 ? send(await this.signIn.renewedToken()) : answer;
  }

  private read<T>({ response, body }: Exchange): T {
    if (response.ok) return body as T;
    // API Gateway refuses without a problem document. It does so only if the token is not accepted.
    if (response.status === 401 || (response.status === 403 && !body?.type)) {
      this.signIn.forget();
      throw new SignedOut();
    }
    throw new Error(body?.detail ?? body?.title ?? `The request failed with HTTP status ${response.status}.`);
  }
}
