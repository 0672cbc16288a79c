import * as z from 'zod/mini';
import { type Datasets, putNews } from './personalize-sync';
import { newsOf } from './sync-plan';

const subjects = ['titles', 'viewers'] as const;
export type Subject = (typeof subjects)[number];

/**
 * Requests the first page of a table, or the page after a row: `after` is a title's id, or a viewer's pseudonym, because the
 * workflow and the log keep it.
 */
export const loadRequest = z.object({ subject: z.enum(subjects), after: z.nullish(z.string()) });

export interface Page {
  readonly rows: readonly Record<string, unknown>[];
  /** The id or pseudonym of the page's last row, for requesting the next page; missing on the last page. */
  readonly next?: string;
}

type Pages = (subject: Subject, after?: string) => Promise<Page>;

export interface LoadPorts {
  readonly pages: Pages;
  readonly datasets: readonly Datasets[];
}

/** The result of one page. The workflow passes `after` to the next call. */
export interface Loaded {
  readonly after: string | null;
  /** Number of titles or viewers that were put. */
  readonly put: number;
}

/** Personalize refused some rows. The same page can be loaded again. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
}

/**
 * Puts a page of titles or viewers into datasets that were created after them: streams only contain later changes. It
 * is safe to put a row twice.
 */
export async function loadPage(
  { subject, after }: z.output<typeof loadRequest>,
  { pages, datasets }: LoadPorts,
): Promise<Loaded> {
  const { rows, next } = await pages(subject, after ?? undefined);
  const news = rows.flatMap((row) => newsOf({ id: String(row.id), after: row, since: '' }));
  const failed = await putNews(news, datasets);
  if (failed.length > 0) throw new NotLoaded(`Personalize did not take ${failed.length} of ${news.length} ${subject}`);
  return { after: next ?? null, put: news.length };
}
