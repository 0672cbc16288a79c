import * as z from 'zod/mini';
import { type Asset, asset } from '../shared/assets';
import { isPublished } from '../shared/http-asset';
import { isSameLanguage } from '../shared/languages';
import { effectiveRating, type Viewer } from '../shared/viewers';

/** The members of an asset that recommendations need. */
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

/** A title in a row. Its members have the same names and types as in `GET /api/assets/{id}`. */
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
    ageRating: effectiveRating({ ageRating }),
    tracks: tracks ?? { video: [], audio: [], captions: [] },
  };
}

/** A viewer's settings for recommendations. */
export type Choices = Readonly<Pick<Viewer, 'ageLimit'>> & { readonly languages: readonly string[] };

/** Whether a title fits a viewer's settings. Watched titles fit too. */
export function suits(title: Title, { languages, ageLimit }: Choices): boolean {
  return isPublished(title) && effectiveRating(title) <= ageLimit && isUnderstood(title, languages);
}

/** Compares audio and caption languages. A title without languages, and a viewer without, always match. */
function isUnderstood({ tracks }: Title, languages: readonly string[]): boolean {
  const said = [...(tracks?.audio ?? []), ...(tracks?.captions ?? [])].map(({ language }) => language);
  if (languages.length === 0 || said.length === 0) return true;
  return said.some((one) => languages.some((other) => isSame(one, other)));
}

function isSame(one: string, other: string): boolean {
  try {
    // `Intl.Locale` maximizes `und` to the likeliest language, which is English.
    return one !== 'und' && isSameLanguage(one, other);
  } catch {
    return false;
  }
}

/** Number of genres that two titles share, ignoring case. */
export function sharedGenres(one: Pick<Title, 'genres'>, other: Pick<Title, 'genres'>): number {
  const mine = new Set((one.genres ?? []).map((genre) => genre.toLowerCase()));
  return (other.genres ?? []).filter((genre) => mine.has(genre.toLowerCase())).length;
}
