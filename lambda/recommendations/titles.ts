import * as z from 'zod/mini';
import { type Asset, asset } from '../shared/assets';
import { isPublished } from '../shared/http-asset';
import { isSameLanguage } from '../shared/languages';
import type { Viewer } from '../shared/viewers';

/** What recommendations need to know of an asset. */
export const title = z.pick(asset, {
  id: true,
  ownerId: true,
  title: true,
  status: true,
  createdAt: true,
  durationSeconds: true,
  genres: true,
  ageRating: true,
  tracks: true,
});
export type Title = z.output<typeof title>;

/** A title in a row: the members have the names and shapes that they have in an asset's own view. */
export interface Item extends Pick<Asset, 'id' | 'title' | 'status' | 'createdAt' | 'durationSeconds'> {
  readonly genres: readonly string[];
  readonly ageRating: number;
  readonly tracks: NonNullable<Asset['tracks']>;
}

export function itemOf({ id, title, status, createdAt, durationSeconds, genres, ageRating, tracks }: Title): Item {
  return {
    id,
    title,
    status,
    createdAt,
    durationSeconds,
    genres: genres ?? [],
    ageRating: ageRating ?? 0,
    tracks: tracks ?? { video: [], audio: [], captions: [] },
  };
}

/** What a viewer wants to be shown. */
export type Choices = Readonly<Pick<Viewer, 'ageLimit'>> & { readonly languages: readonly string[] };

/** Whether a title may be shown to somebody who chose this, whatever they have seen. */
export function suits(title: Title, { languages, ageLimit }: Choices): boolean {
  return isPublished(title) && (title.ageRating ?? 0) <= ageLimit && isUnderstood(title, languages);
}

/** By sound or captions. Where nothing is said, or the viewer minds no language, everybody understands. */
function isUnderstood({ tracks }: Title, languages: readonly string[]): boolean {
  const said = [...(tracks?.audio ?? []), ...(tracks?.captions ?? [])].map(({ language }) => language);
  if (languages.length === 0 || said.length === 0) return true;
  return said.some((one) => languages.some((other) => isSame(one, other)));
}

function isSame(one: string, other: string): boolean {
  try {
    // `und` would be taken for the likeliest of all languages, which is English.
    return one !== 'und' && isSameLanguage(one, other);
  } catch {
    return false;
  }
}

/** How many genres two titles share, whatever the case they are written in. */
export function sharedGenres(one: Pick<Title, 'genres'>, other: Pick<Title, 'genres'>): number {
  const mine = new Set((one.genres ?? []).map((genre) => genre.toLowerCase()));
  return (other.genres ?? []).filter((genre) => mine.has(genre.toLowerCase())).length;
}
