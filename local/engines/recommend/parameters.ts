/** How a recommender weighs events. Times are in days. */
export interface Parameters {
  /** See `train`; it applies to cells of at most 1. */
  readonly lambda: number;
  /**
   * The model covers the items with the most viewers. Training time grows with the cube of this number, and memory with
   * its square.
   */
  readonly itemLimit: number;
  /** The weight of an event of a type for the viewer's taste, from 0 to 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** The weight of types that are not in `weights`. */
  readonly otherWeight: number;
  /** The lowest rating, from 1 to 5, that counts for an item. Lower ratings count against it. */
  readonly goodRating: number;
  /** The age at which an event counts half, for its viewer's taste and in training. */
  readonly tasteHalfLife: number;
  readonly popularityHalfLife: number;
  /** The number of newer items of a viewer at which an item counts half. */
  readonly recencyHalf: number;
  /** The period that is compared with the period before it. */
  readonly trendWindow: number;
  readonly trendBefore: number;
  /** The weight of a title's labels in relation to its viewers, for titles in the model. */
  readonly traitWeight: number;
  /**
   * The share of new titles in the first ten: from 0, where new titles wait for viewers, to 1, where they come before
   * known ones.
   */
  readonly explorationWeight: number;
  /** The age up to which a title is new. */
  readonly explorationAge: number;
}

/**
 * λ = 300 was best for cells of 1 in 100,000 ratings of 671 viewers (MovieLens). For few viewers it would be too
 * strong, so it is scaled by their number; see `Recommender.trainingSet`.
 */
export const defaults: Parameters = {
  lambda: 300,
  itemLimit: 2000,
  weights: { Finish: 1, Watch: 0.7, Click: 0.2 },
  otherWeight: 0.5,
  goodRating: 3,
  tasteHalfLife: 180,
  popularityHalfLife: 28,
  recencyHalf: 30,
  trendWindow: 1,
  trendBefore: 6,
  traitWeight: 0.1,
  // Defaults of Personalize's itemExplorationConfig.
  explorationWeight: 0.3,
  explorationAge: 30,
};
