import type { Thumbnails } from '../plan/thumbnails';

/** Thumbnails with the names of their files. */
export interface PlacedThumbnails extends Thumbnails {
  /** `film_thumbnails_`, followed by nine digits from 1 and `.jpg`. */
  readonly prefix: string;
  readonly playlist: string;
  /** The duration of the film, in seconds. */
  readonly duration: number;
  /** Bytes of the largest image. */
  readonly largestBytes: number;
}

/** AWS does not document how MediaConvert names these files. */
export function thumbnailNames(baseName: string): Pick<PlacedThumbnails, 'prefix' | 'playlist'> {
  return { prefix: `${baseName}_thumbnails_`, playlist: `${baseName}_thumbnails.m3u8` };
}

export function tileCount({ columns, rows, interval, duration }: PlacedThumbnails): number {
  return Math.max(1, Math.ceil(duration / (columns * rows * interval) - 1e-6));
}

export const numbered = (prefix: string, index: number) => `${prefix}${String(index + 1).padStart(9, '0')}.jpg`;
export const tileName = ({ prefix }: PlacedThumbnails, index: number) => numbered(prefix, index);
