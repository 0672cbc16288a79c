import type { Asset } from '../shared/assets';
import { ageRatings, effectiveRating } from '../shared/viewers';

/** Maximum length of a categorical value: https://docs.aws.amazon.com/personalize/latest/dg/items-datasets.html */
const maxCategoryLength = 1000;

/** Properties of a title in Personalize, with the schema's field names as `PutItems` writes them. */
export interface ItemProperties {
  readonly genres: string;
  /** Seconds since 1970. */
  readonly creationTimestamp: number;
  readonly languages: string | null;
  readonly audience: string;
  readonly status: 'READY' | 'GONE';
}

/** One line of the lake's table `catalogue`. Missing values are left out. */
export interface CatalogueLine {
  readonly id: string;
  readonly title: string;
  readonly status: 'READY' | 'GONE';
  readonly genres: readonly string[];
  readonly age_rating: number;
  readonly languages: readonly string[];
  readonly audio: readonly string[];
  readonly captions: readonly string[];
  /** Seconds. */
  readonly duration?: number;
  /** ISO 8601. */
  readonly created_at: string;
}

export interface Title {
  readonly item: ItemProperties;
  readonly line: CatalogueLine;
}

export type Described = Pick<Asset, 'id' | 'title' | 'status' | 'createdAt'> &
  Partial<Pick<Asset, 'genres' | 'ageRating' | 'tracks' | 'durationSeconds'>>;

export function isPublished(asset: Pick<Asset, 'status'> | undefined): boolean {
  return asset?.status === 'PLAYABLE' || asset?.status === 'READY';
}

/** Joins values of one field, the first ones up to the maximum length. Returns `null` if there are none. */
export function categories(values: readonly string[]): string | null {
  let joined = '';
  for (const value of new Set(values.map((each) => each.replaceAll('|', ' ').trim()).filter(Boolean))) {
    const longer = joined === '' ? value : `${joined}|${value}`;
    if (longer.length > maxCategoryLength) break;
    joined = longer;
  }
  return joined === '' ? null : joined;
}

/** Adds the bare language of each tag with a region or script: filters ask for `pt`, and a title may be `pt-BR`. */
export function withLanguagesAlone(tags: readonly string[]): string[] {
  return [...new Set(tags.flatMap((tag) => [tag, tag.split('-')[0] as string]))];
}

const known = (tags: readonly { readonly language: string }[] = []) => [
  ...new Set(tags.map(({ language }) => language).filter((language) => language !== 'und')),
];

/** Returns the data of an asset that is, or was, published. */
export function titleOf(asset: Described): Title {
  const { id, title, genres = [], tracks, durationSeconds, createdAt } = asset;
  const ageRating = effectiveRating(asset);
  const status = isPublished(asset) ? 'READY' : 'GONE';
  const [audio, captions] = [known(tracks?.audio), known(tracks?.captions)];
  const languages = [...new Set([...audio, ...captions])];
  return {
    item: {
      genres: categories(genres) ?? 'None',
      creationTimestamp: Math.floor(Date.parse(createdAt) / 1000),
      languages: categories(withLanguagesAlone(languages)),
      audience: ageRatings
        .filter((limit) => limit >= ageRating)
        .map((limit) => `A${limit}`)
        .join('|'),
      status,
    },
    line: {
      ...{ id, title, status, genres, age_rating: ageRating, languages, audio, captions },
      duration: durationSeconds,
      created_at: createdAt,
    },
  };
}

/** The properties of an item whose asset is deleted: those without which an item is refused, and nothing of the asset. */
export function goneOf({ createdAt }: Pick<Described, 'createdAt'>): ItemProperties {
  const creationTimestamp = Math.floor(Date.parse(createdAt) / 1000);
  return { genres: 'None', creationTimestamp, languages: null, audience: 'A18', status: 'GONE' };
}
