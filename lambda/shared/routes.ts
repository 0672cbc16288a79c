/** The groups of the user pool. Being in several gives what any one of them gives. */
export type Group = 'viewer' | 'creator' | 'admin';

export const groups: readonly Group[] = ['viewer', 'creator', 'admin'];

/**
 * Whose asset a route may touch: `any` that the caller can see, only the caller's `own`, or, for admins, everybody's.
 * To everyone else an asset of a stranger that is not published does not exist (404), so that ids cannot be probed.
 */
export type Ownership = 'any' | 'own' | 'own-or-admin';

export interface Route {
  readonly groups: readonly Group[];
  /** Whose asset or, below `/api/sessions`, whose session. */
  readonly asset: Ownership;
  /**
   * How much of the API's request rate all callers of the route may take together: what is dear leaves room for what
   * everybody needs.
   * @default 1
   */
  readonly share?: number;
  /** Only there where the stage's own key provider is. */
  readonly needs?: 'clear-key';
}

const everyone: readonly Group[] = groups;
const makers: readonly Group[] = ['creator', 'admin'];
const admins: readonly Group[] = ['admin'];

/**
 * Every route of the HTTP API by its route key: the one place that says who may do what, and how often. The handlers ask
 * it, and the API's stage is made from it.
 */
export const routes = {
  'POST /api/uploads': { groups: makers, asset: 'own', share: 0.2 },
  'GET /api/uploads/{id}': { groups: makers, asset: 'own' },
  'POST /api/uploads/{id}/complete': { groups: makers, asset: 'own', share: 0.2 },
  'DELETE /api/uploads/{id}': { groups: makers, asset: 'own', share: 0.2 },
  'GET /api/assets': { groups: everyone, asset: 'any' },
  'GET /api/assets/{id}': { groups: everyone, asset: 'any' },
  'PATCH /api/assets/{id}': { groups: makers, asset: 'own-or-admin', share: 0.2 },
  'POST /api/assets/{id}/retry': { groups: makers, asset: 'own-or-admin', share: 0.1 },
  'POST /api/assets/{id}/languages': { groups: makers, asset: 'own-or-admin', share: 0.1 },
  'POST /api/assets/{id}/playback': { groups: everyone, asset: 'any', share: 0.5 },
  'GET /api/recommendations': { groups: everyone, asset: 'any', share: 0.5 },
  'POST /api/events': { groups: everyone, asset: 'any' },
  'GET /api/me': { groups: everyone, asset: 'own' },
  'PATCH /api/me': { groups: everyone, asset: 'own', share: 0.2 },
  'POST /api/sessions/{id}/heartbeat': { groups: everyone, asset: 'own' },
  'POST /api/sessions/{id}/license': { groups: everyone, asset: 'own', needs: 'clear-key' },
  'DELETE /api/sessions/{id}': { groups: everyone, asset: 'own-or-admin' },
  'GET /api/insights/{report}': { groups: admins, asset: 'any', share: 0.1 },
} as const satisfies Record<string, Route>;

export type RouteKey = keyof typeof routes;

/** The known groups among the names that a token carries; other groups of the pool mean nothing here. */
export function knownGroups(names: readonly unknown[]): Group[] {
  return groups.filter((group) => names.includes(group));
}

/** Whether somebody in `held` may call a route that is open to `allowed`. */
export function mayCall(held: readonly Group[], allowed: readonly Group[]): boolean {
  return held.some((group) => allowed.includes(group));
}
