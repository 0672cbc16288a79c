import { randomUUID } from 'node:crypto';
import { ApiFailure } from './failure';
import { type Answer, requestJson } from './http';
import { type Credentials, type Deployment, readDeployment, refresh, type SignedIn, signIn } from './sign-in';

export interface Asset {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly reason?: { readonly code: string; readonly message: string };
  readonly progress?: number;
  readonly createdAt: string;
  readonly durationSeconds?: number;
  readonly genres?: readonly string[];
  /** Minimum age of viewers. */
  readonly ageRating?: number;
  readonly tracks: {
    readonly video: readonly { width: number; height: number; bandwidth: number }[];
    readonly audio: readonly { language: string; kind: 'original' | 'dub' }[];
    readonly captions: readonly { language: string }[];
  };
  /** Languages in work. */
  readonly pending: readonly string[];
  /** Present for the caller's own assets only. Notes about a track of the source describe it. */
  readonly notes?: readonly {
    readonly code: string;
    readonly message: string;
    readonly track?: number;
    readonly kind?: string;
    readonly language?: string;
    readonly why?: string;
  }[];
  /** Present for the caller's own assets and for admins: the wait for an approval of the cost. Amounts in USD. */
  readonly approval?: Approval;
  /** Present for the caller's own assets and for admins. Amounts in USD. */
  readonly cost?: {
    readonly estimate: number;
    readonly actual?: number;
    readonly currency: string;
    readonly at: string;
  };
  /** Present for the caller's own assets only: what waits for a busy service. */
  readonly waiting?: readonly {
    readonly waits: string;
    readonly code: string;
    readonly message: string;
    readonly since: string;
  }[];
  readonly missing: readonly MissingLanguage[];
}

export interface Approval {
  readonly estimate: number;
  readonly limit: string;
  readonly maximum: number;
  readonly since: string;
  readonly decision?: 'approve' | 'refuse';
  readonly decidedAt?: string;
  readonly note?: string;
}

export interface MissingLanguage {
  readonly language: string;
  readonly media: readonly ('captions' | 'audio')[];
  readonly code: string;
  readonly message: string;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
}

/** The API of one deployment, as one user. Signs in at the first call, and again when the token has expired. */
export class Api {
  private deployment: Promise<Deployment> | undefined;
  private token: Promise<SignedIn> | undefined;

  constructor(
    readonly origin: URL,
    private readonly credentials: () => Credentials,
  ) {}

  async get<T>(path: string): Promise<T> {
    return (await this.call('GET', path)).body as T;
  }

  async post<T>(path: string, body?: unknown): Promise<T> {
    return (await this.call('POST', path, body)).body as T;
  }

  /**
   * As `post`, for requests that create something. The request has a key, so that it creates nothing again when it is
   * repeated after its response was lost.
   * @param key of an earlier request whose response may have been lost. @default - a new one
   */
  async create<T>(path: string, body?: unknown, key: string = randomUUID()): Promise<T> {
    return (await this.call('POST', path, body, key)).body as T;
  }

  async patch<T>(path: string, body: unknown): Promise<T> {
    return (await this.call('PATCH', path, body)).body as T;
  }

  async put(path: string): Promise<void> {
    await this.call('PUT', path);
  }

  async delete<T = void>(path: string): Promise<T> {
    return (await this.call('DELETE', path)).body as T;
  }

  private async call(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    const used = this.signedIn();
    try {
      return await this.send((await used).accessToken, { method, path, body, key });
    } catch (error) {
      // The authorizer refuses without an error type. A refusal with a type comes from a handler, and a new token would
      // not change it.
      if (!(error instanceof ApiFailure) || error.code !== 'access-denied') throw error;
      if (this.token === used) this.token = used.then((before) => this.renewed(before));
      return this.send((await this.signedIn()).accessToken, { method, path, body, key });
    }
  }

  private async send(token: string, { method, path, body, key }: Call): Promise<Answer> {
    const { api } = await this.reach();
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    // A string of RFC 9651: in quotes.
    if (key !== undefined) headers['idempotency-key'] = `"${key}"`;
    const url = new URL(`${api}${path}`, this.origin);
    return requestJson(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  }

  private async renewed(before: SignedIn): Promise<SignedIn> {
    const deployment = await this.reach();
    return (await refresh(deployment, before)) ?? signIn(deployment, this.credentials());
  }

  private signedIn(): Promise<SignedIn> {
    this.token ??= this.reach().then((deployment) => signIn(deployment, this.credentials()));
    return this.token;
  }

  private reach(): Promise<Deployment> {
    this.deployment ??= readDeployment(this.origin);
    return this.deployment;
  }
}
