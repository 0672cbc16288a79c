import { filmRates } from '../../../cost/film-rates';
import type { AssetPorts } from '../../../lambda/api/assets';
import { type Asset, newAssetId } from '../../../lambda/shared/assets';
import type { AuthorizerContext, HttpEvent, HttpResult } from '../../../lambda/shared/http';
import type { KeyRecord, RequestKey } from '../../../lambda/shared/request-key';

/** A budget without maxima, which keeps no reservations. */
export const freeBudget: AssetPorts['budget'] = {
  reservations: { reserve: async () => ({ outcome: 'reserved', film: { estimate: 0, revision: 1 } }) },
  rates: filmRates('eu-west-1', 2),
  limits: { perFilm: 1, perCreatorPerMonth: 1, perMonth: 1 },
  maxDurationSeconds: 7200,
};

export type Who = Partial<AuthorizerContext>;

export const creator: Who = { sub: 'creator-1', groups: 'viewer,creator' };
export const stranger: Who = { sub: 'creator-2', groups: 'viewer,creator' };
export const viewer: Who = { sub: 'viewer-1', groups: 'viewer' };
export const admin: Who = { sub: 'admin-1', groups: 'admin' };

export interface Ask {
  readonly who?: Who;
  readonly id?: string;
  /** Further variables of the path. */
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** An event of an HTTP API (payload 2.0), as far as handlers may read it. */
export function httpEvent(routeKey: string, ask: Ask = {}): HttpEvent {
  const lambda: AuthorizerContext = {
    sub: 'creator-1',
    username: 'somebody@example.com',
    groups: 'creator',
    ...ask.who,
  };
  const body = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
  return {
    version: '2.0',
    routeKey,
    rawPath: '/',
    rawQueryString: '',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...ask.headers },
    ...((ask.id !== undefined || ask.path) && {
      pathParameters: { ...(ask.id !== undefined && { id: ask.id }), ...ask.path },
    }),
    ...(ask.query && { queryStringParameters: { ...ask.query } }),
    requestContext: { requestId: 'request-1', authorizer: { lambda } },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  } as HttpEvent;
}

/** An answer with its JSON read. */
export function read(result: HttpResult) {
  return {
    status: result.statusCode ?? 0,
    headers: (result.headers ?? {}) as Record<string, string>,
    cookies: result.cookies ?? [],
    // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
    body: (result.body === undefined ? undefined : JSON.parse(result.body)) as any,
  };
}

/** Keys of requests in memory, under the condition that the table's adapter sets. */
export function memoryKeys() {
  const rows = new Map<string, KeyRecord>();
  const note = async ({ id, fingerprint }: RequestKey, result: string) => {
    if (!rows.has(id)) rows.set(id, { fingerprint, result });
  };
  return { rows, find: async ({ id }: RequestKey) => rows.get(id), note };
}

let made = 0;

/** Some asset of creator-1. */
export function someAsset(members: Partial<Asset> = {}): Asset {
  made++;
  const time = new Date(Date.UTC(2025, 0, 1, 0, 0, made)).toISOString();
  return {
    id: newAssetId(),
    kind: 'asset',
    ownerId: 'creator-1',
    title: `Film ${made}`,
    fileName: 'film.mp4',
    contentType: 'video/mp4',
    size: 1000,
    status: 'READY',
    createdAt: time,
    updatedAt: time,
    ...members,
  };
}
