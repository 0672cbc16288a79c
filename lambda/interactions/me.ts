import * as z from 'zod/mini';
import { languageTag } from '../shared/fields';
import type { HttpHandler } from '../shared/http';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { ageRating, effectiveLimit, unchosen, type Viewer } from '../shared/viewers';

/** Settings that a viewer makes, and the one that administrators make. */
export type Choices = Pick<Viewer, 'personalised' | 'languages' | 'ageLimit' | 'ageCeiling'>;

/** What viewers chose. */
export interface ViewerStore {
  find(id: string): Promise<Viewer | undefined>;
  /** Returns the viewer's row. A viewer without one gets a row of the defaults, so that the recommenders know them. */
  ensure(id: string): Promise<Viewer>;
  change(id: string, changes: Partial<Choices>): Promise<Viewer>;
}

/** Maximum of languages: few enough for one filter's parameter. */
const maxLanguages = 20;

const changes = z
  .strictObject({
    personalised: z.optional(z.boolean()),
    languages: z.optional(z.array(languageTag).check(z.maxLength(maxLanguages))),
    ageLimit: z.optional(ageRating),
  })
  .check(z.refine((given) => Object.keys(given).length > 0, 'has nothing to change'));

const limitation = z.strictObject({ ageCeiling: ageRating });

/** The routes of a viewer's own settings, and of the limits that administrators set. */
export function me(viewers: Pick<ViewerStore, 'find' | 'change'>) {
  const read: HttpHandler = async ({ caller }) => ({
    status: 200,
    body: view((await viewers.find(caller.id)) ?? unchosen),
  });

  const change: HttpHandler = async ({ caller, body }) => {
    const { languages, ...rest } = body(changes);
    if (rest.ageLimit !== undefined) {
      const { ageCeiling = 18 } = (await viewers.find(caller.id)) ?? {};
      if (rest.ageLimit > ageCeiling) {
        const detail = `An administrator limits this account to films for age ${ageCeiling}. Choose a lower limit.`;
        throw new Problem('above-age-ceiling', detail, { members: { ageCeiling } });
      }
    }
    const given = { ...rest, ...(languages && { languages: [...new Set(languages)] }) };
    return { status: 200, body: view(await viewers.change(caller.id, given)) };
  };

  const readLimits: HttpHandler = async ({ id }) => {
    const viewer = await viewers.find(viewerId(id));
    return { status: 200, body: limitsView(id, viewer ?? unchosen) };
  };

  const limit: HttpHandler = async ({ id, body }) => {
    const changed = await viewers.change(viewerId(id), body(limitation));
    return { status: 200, body: limitsView(id, changed) };
  };

  return {
    'GET /api/me': read,
    'PATCH /api/me': change,
    'GET /api/viewers/{id}': readLimits,
    'PATCH /api/viewers/{id}': limit,
  } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

type Limits = Pick<Viewer, 'ageLimit' | 'ageCeiling'>;

/** `ageLimit` is the limit in force. */
function view(viewer: Choices | (typeof unchosen & Limits)) {
  const { personalised, languages } = viewer;
  return { personalised, languages, ...limitsOf(viewer) };
}

/** What administrators see of a viewer: neither languages nor opting out is their business. */
const limitsView = (id: string, viewer: Limits) => ({ id, ...limitsOf(viewer) });

const limitsOf = (viewer: Limits) => ({ ageLimit: effectiveLimit(viewer), ageCeiling: viewer.ageCeiling ?? 18 });

/** The user pool's `sub` is a UUID. Throws {@link Problem} 404 for any other text. */
function viewerId(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw new Problem('viewer-not-found', `A viewer's id is the 'sub' of the user pool: a UUID in lower case.`);
}
