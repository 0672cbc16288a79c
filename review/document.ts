import type { Assembly } from '../checks';

/** A file of the review pack. */
export interface Document {
  /** Relative to the repository's root: `docs/review/inventory.md`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What the pack is generated from. */
export interface Source {
  /** The cloud assemblies of these stages. */
  readonly assemblies: Readonly<Record<'dev' | 'dev-drm' | 'prod' | 'review', Assembly>>;
  /** The repository's root, for documents that quote other files. */
  readonly root: string;
}

/**
 * Writes one part of the pack. The same sources give the same bytes: no dates, asset hashes, or machine-dependent values.
 * Throws where a resource type or a claim has no place in its documents.
 */
export type Chapter = (source: Source) => readonly Document[] | Promise<readonly Document[]>;
