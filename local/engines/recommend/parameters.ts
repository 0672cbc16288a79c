/** What a recommender makes of events. Times are in days. */
export interface Parameters {
  /** See `train`; on cells of at most 1. */
  readonly lambda: number;
  /** The model has the items with the most viewers; time and memory of training grow by its cube and its square. */
  readonly itemLimit: number;
  /** What an event of a type says about the viewer's taste, from 0 to 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** Of types that are not in `weights`. */
  readonly otherWeight: number;
  /** Ratings from 1 to 5: this one and better ones speak for an item, others against it. */
  readonly goodRating: number;
  /** After this long, an event counts half for its viewer's taste, and in training. */
  readonly tasteHalfLife: number;
  readonly popularityHalfLife: number;
  /** Of a viewer's items, the one that has so many newer ones counts half. */
  readonly recencyHalf: number;
  /** The time that is compared with the time before it. */
  readonly trendWindow: number;
  readonly trendBefore: number;
  /** How much what a title is about counts beside who watched it, for titles in the model. */
  readonly traitWeight: number;
  /** From 0, where new titles wait for viewers, to 1, where they come before known ones: their share of the first ten. */
  readonly explorationWeight: number;
  /** Titles are new for so long. */
  readonly explorationAge: number;
}

/**
 * λ = 300 was best for cells of 1 in 100,000 ratings of 671 viewers (MovieLens); for few viewers it would drown
 * everything, so it is scaled by their number, see `Recommender.trainingSet`.
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
