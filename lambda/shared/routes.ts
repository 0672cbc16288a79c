/** The groups of the user pool. A user in several groups has the permissions of all of them. */
export type Group = 'viewer' | 'creator' | 'admin';

export const groups: readonly Group[] = ['viewer', 'creator', 'admin'];

/**
 * The assets that a caller may use on a route: `any` visible one, only their `own`, or their own and, for admins, all. For
 * other callers, an unpublished asset of another user does not exist (404), so that ids cannot be guessed.
 */
export type Ownership = 'any' | 'own' | 'own-or-admin';

export interface Route {
  readonly groups: readonly Group[];
  /** The assets, or below `/api/sessions` the sessions, that a caller may use. */
  readonly asset: Ownership;
  /**
   * The share of the API's request rate that all callers of the route may use together. Expensive routes get a smaller
   * share.
   * @default 1
   */
  readonly share?: number;
  /**
   * Whether a request creates something each time that it is sent, unless it has the `Idempotency-Key` of an earlier one.
   * The other routes of POST have the same effect however often a request is sent: the completion of an upload, the
   * heartbeat of a session and the search for a viewer by the state that they find, events by the id of each, and
   * licenses change nothing.
   */
  readonly creates?: true;
  /** A feature of the stage that the route exists with: `clear-key`, the stage's own key provider. */
  readonly needs?: 'clear-key';
}

const everyone: readonly Group[] = groups;
const makers: readonly Group[] = ['creator', 'admin'];
const admins: readonly Group[] = ['admin'];

/**
 * Every route of the HTTP API by its route key, with the callers that it allows and its share of requests. The handlers
 * check callers by this table, and the API's stage is made from it.
 */
export const routes = {
  'POST /api/uploads': { groups: makers, asset: 'own', share: 0.2, creates: true },
  'GET /api/uploads/{id}': { groups: makers, asset: 'own' },
  'POST /api/uploads/{id}/complete': { groups: makers, asset: 'own', share: 0.2 },
  'DELETE /api/uploads/{id}': { groups: makers, asset: 'own', share: 0.2 },
  'GET /api/assets': { groups: everyone, asset: 'any' },
  'GET /api/assets/{id}': { groups: everyone, asset: 'any' },
  'PATCH /api/assets/{id}': { groups: makers, asset: 'own-or-admin', share: 0.2 },
  'DELETE /api/assets/{id}': { groups: makers, asset: 'own-or-admin', share: 0.1 },
  'PUT /api/assets/{id}/legal-hold': { groups: admins, asset: 'any', share: 0.1 },
  'DELETE /api/assets/{id}/legal-hold': { groups: admins, asset: 'any', share: 0.1 },
  'POST /api/assets/{id}/retry': { groups: makers, asset: 'own-or-admin', share: 0.1, creates: true },
  'POST /api/assets/{id}/languages': { groups: makers, asset: 'own-or-admin', share: 0.1, creates: true },
  'POST /api/assets/{id}/approval': { groups: admins, asset: 'any', share: 0.1 },
  'POST /api/assets/{id}/playback': { groups: everyone, asset: 'any', share: 0.5, creates: true },
  'GET /api/recommendations': { groups: everyone, asset: 'any', share: 0.5 },
  'POST /api/events': { groups: everyone, asset: 'any' },
  'GET /api/me': { groups: everyone, asset: 'own' },
  'PATCH /api/me': { groups: everyone, asset: 'own', share: 0.2 },
  'DELETE /api/me': { groups: everyone, asset: 'own', share: 0.1 },
  'POST /api/viewers/find': { groups: admins, asset: 'any', share: 0.1 },
  'GET /api/viewers/{id}': { groups: admins, asset: 'any', share: 0.1 },
  'PATCH /api/viewers/{id}': { groups: admins, asset: 'any', share: 0.1 },
  'DELETE /api/viewers/{id}': { groups: admins, asset: 'any', share: 0.1 },
  'GET /api/erasures/{id}': { groups: everyone, asset: 'any', share: 0.1 },
  'POST /api/sessions/{id}/heartbeat': { groups: everyone, asset: 'own' },
  'POST /api/sessions/{id}/license': { groups: everyone, asset: 'own', needs: 'clear-key' },
  'DELETE /api/sessions/{id}': { groups: everyone, asset: 'own-or-admin' },
  'GET /api/insights/{report}': { groups: admins, asset: 'any', share: 0.1 },
} as const satisfies Record<string, Route>;

export type RouteKey = keyof typeof routes;

/** The groups of a token that the API knows. Other groups of the pool have no meaning for it. */
export function knownGroups(names: readonly unknown[]): Group[] {
  return groups.filter((group) => names.includes(group));
}

/** Whether a caller in the groups `held` may call a route for the groups `allowed`. */
export function mayCall(held: readonly Group[], allowed: readonly Group[]): boolean {
  return held.some((group) => allowed.includes(group));
}
