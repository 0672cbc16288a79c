import * as z from 'zod/mini';
import { languageTag } from '../shared/fields';
import type { HttpHandler } from '../shared/http';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { ageRating, effectiveLimit, type KnownViewer, pseudonymPattern } from '../shared/viewers';
import type { Directory, ViewerStore } from './viewer-store';

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

/** A user name, e-mail address or `sub`, as Cognito defines user names: the API reference of AdminGetUser. */
const search = z.strictObject({
  username: z
    .string()
    .check(z.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, 'must be a user name or an e-mail address')),
});

/** The routes of a viewer's own settings, and of the limits that administrators set. */
export function me(viewers: ViewerStore, directory: Directory) {
  const read: HttpHandler = async ({ caller }) => ({ status: 200, body: view(await viewers.ensure(caller.id)) });

  const change: HttpHandler = async ({ caller, body }) => {
    const { languages, ...rest } = body(changes);
    const viewer = await viewers.ensure(caller.id);
    const { ageCeiling = 18 } = viewer;
    if (rest.ageLimit !== undefined && rest.ageLimit > ageCeiling) {
      const detail = `An administrator limits this account to films for age ${ageCeiling}. Choose a lower limit.`;
      throw new Problem('above-age-ceiling', detail, { members: { ageCeiling } });
    }
    const given = { ...rest, ...(languages && { languages: [...new Set(languages)] }) };
    const changed = await viewers.change(viewer, given);
    if (!changed) throw new Problem('busy', 'The settings of this account are being removed. Try again in a moment.');
    return { status: 200, body: view(changed) };
  };

  const readLimits: HttpHandler = async ({ id }) => ({ status: 200, body: limitsView(await existing(viewers, id)) });

  const limit: HttpHandler = async ({ id, body }) => {
    const given = body(limitation);
    const changed = await viewers.change(await existing(viewers, id), given);
    if (!changed) throw notFound();
    return { status: 200, body: limitsView(changed) };
  };

  // The name is in the body, because addresses are logged.
  const find: HttpHandler = async ({ body }) => {
    const sub = await directory.find(body(search).username);
    if (sub === undefined) throw new Problem('viewer-not-found', 'No user has this user name or e-mail address.');
    return { status: 200, body: limitsView(await viewers.ensure(sub)) };
  };

  return {
    'GET /api/me': read,
    'PATCH /api/me': change,
    'POST /api/viewers/find': find,
    'GET /api/viewers/{id}': readLimits,
    'PATCH /api/viewers/{id}': limit,
  } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

/** Throws {@link Problem} 404. */
async function existing(viewers: ViewerStore, id: string): Promise<KnownViewer> {
  const viewer = pseudonymPattern.test(id) ? await viewers.byPseudonym(id) : undefined;
  if (!viewer) throw notFound();
  return viewer;
}

function view(viewer: KnownViewer) {
  const { pseudonym: id, personalised, languages } = viewer;
  return { id, personalised, languages, ...limitsOf(viewer) };
}

/** What administrators see of a viewer: neither languages nor opting out is their business. */
const limitsView = (viewer: KnownViewer) => ({ id: viewer.pseudonym, ...limitsOf(viewer) });

/** `ageLimit` is the limit in force. */
const limitsOf = (viewer: KnownViewer) => ({ ageLimit: effectiveLimit(viewer), ageCeiling: viewer.ageCeiling ?? 18 });

/** Does not repeat the id: a caller may have sent a user name in its place. */
function notFound(): Problem {
  return new Problem(
    'viewer-not-found',
    "No viewer has this id. 'POST /api/viewers/find' finds a viewer by e-mail address.",
  );
}
