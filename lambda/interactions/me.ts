import * as z from 'zod/mini';
import { languageTag } from '../shared/fields';
import type { HttpHandler } from '../shared/http';
import type { RouteKey } from '../shared/routes';
import { ageRating, unchosen, type Viewer } from '../shared/viewers';

export type Choices = Pick<Viewer, 'personalised' | 'languages' | 'ageLimit'>;

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

/** The routes of a viewer's own choices. */
export function me(viewers: Pick<ViewerStore, 'find' | 'change'>) {
  const read: HttpHandler = async ({ caller }) => ({
    status: 200,
    body: view((await viewers.find(caller.id)) ?? unchosen),
  });

  const change: HttpHandler = async ({ caller, body }) => {
    const { languages, ...rest } = body(changes);
    const given = { ...rest, ...(languages && { languages: [...new Set(languages)] }) };
    return { status: 200, body: view(await viewers.change(caller.id, given)) };
  };

  return { 'GET /api/me': read, 'PATCH /api/me': change } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

function view({ personalised, languages, ageLimit }: Choices | Viewer) {
  return { personalised, languages, ageLimit };
}
