import type { Target } from './erasure';

/**
 * The stores that hold data of an asset or of a viewer, in the order in which they are erased: first what would write
 * again, and last the record. The workflow takes the names from here, and so it imports nothing but types.
 */
export const assetStores = [
  'executions',
  'transcriptions',
  'sessions',
  'uploads',
  'content',
  'work',
  'replica',
  'second-copy',
  'catalogue',
  'edge',
  'jobs',
  'usage',
  'rankings',
  'record',
] as const;
export type AssetStore = (typeof assetStores)[number];

export const viewerStores = ['user', 'sessions', 'settings', 'activity', 'usage', 'personalize', 'assets'] as const;
export type ViewerStore = (typeof viewerStores)[number];

export interface Erased {
  /** Number of objects, rows and so on that were removed. */
  readonly removed: number;
  /** Whether nothing is left to remove at present. If not, the step is repeated. */
  readonly isComplete: boolean;
  /** Seconds until another service may have done its part. @default 1 */
  readonly waitSeconds?: number;
  /** The reason why something can never be erased: a sentence for the operator. */
  readonly failure?: string;
}

/** A store. Both methods may be repeated at any point. */
export interface Store {
  /** Removes what it holds of the target, until `isOver`. */
  erase(target: Target, isOver: () => boolean): Promise<Erased>;
  /** Returns how much it still holds. Reads consistently where the service can. */
  search(target: Target): Promise<number>;
}
