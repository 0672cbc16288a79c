import * as z from 'zod/mini';
import { type Datasets, putNews } from './personalize-sync';
import { type News, newsOf } from './sync-plan';

const subjects = ['titles', 'viewers'] as const;
export type Subject = (typeof subjects)[number];

/** One page of a table: its first, or the one after the row of that id. */
export const loadRequest = z.object({ subject: z.enum(subjects), after: z.nullish(z.string()) });

export interface Page {
  readonly rows: readonly Record<string, unknown>[];
  /** The id that the next page comes after; missing on the last one. */
  readonly next?: string;
}

export type Pages = (subject: Subject, after?: string) => Promise<Page>;

export interface LoadPorts {
  readonly pages: Pages;
  readonly datasets: readonly Datasets[];
}

/** What the next page comes after: the workflow hands it back. */
export interface Loaded {
  readonly after: string | null;
  /** Titles or viewers that were put. */
  readonly put: number;
}

/** Some rows were not taken; the same page can be loaded again. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
}

/**
 * Puts a page of titles or viewers into datasets that were made after them: streams have only what changes. Everything
 * may be put twice.
 */
export async function loadPage(
  { subject, after }: z.output<typeof loadRequest>,
  { pages, datasets }: LoadPorts,
): Promise<Loaded> {
  const { rows, next } = await pages(subject, after ?? undefined);
  const news = rows
    .map((row) => newsOf({ id: String(row.id), after: row, since: '' }))
    .filter((one): one is News => one !== undefined);
  const failed = await putNews(news, datasets);
  if (failed.length > 0) throw new NotLoaded(`Personalize did not take ${failed.length} of ${news.length} ${subject}`);
  return { after: next ?? null, put: news.length };
}
