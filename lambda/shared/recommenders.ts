/**
 * What titles are recommended for, the most valuable first: a stage that runs N recommenders runs the first N. The first
 * three know what our own tables cannot; the last two have `rankings` for a good substitute. Each is the end of its
 * recommender's name.
 */
export const useCases = ['top-picks', 'because-you-watched', 'more-like', 'most-popular', 'trending-now'] as const;
export type UseCase = (typeof useCases)[number];

/** Titles that a viewer may see and has not finished; and of those, the ones that they understand. */
export const filterNames = ['watchable', 'understood'] as const;
export type FilterName = (typeof filterNames)[number];
