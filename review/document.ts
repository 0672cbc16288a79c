import type { Assembly } from '../checks';

/** A file of the review pack. */
export interface Document {
  /** Relative to the repository's root: `docs/review/inventory.md`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The sources of the pack. */
export interface Source {
  /** The cloud assemblies of these stages. */
  readonly assemblies: Readonly<Record<'dev' | 'dev-drm' | 'prod' | 'review', Assembly>>;
  /** The repository's root, for documents that quote other files. */
  readonly root: string;
}

/**
 * Generates one part of the pack. The same sources give the same bytes: no dates, asset hashes or machine-dependent values.
 * Throws if a resource type is missing in its documents or a claim has no evidence.
 */
export type Chapter = (source: Source) => readonly Document[] | Promise<readonly Document[]>;
