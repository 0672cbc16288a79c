/**
 * The use cases of recommenders, the most valuable first: a stage with N recommenders has those of the first N. The table
 * `rankings` is a good substitute for the last two, but not for the first three. Each use case is the end of its
 * recommender's name.
 */
export const useCases = ['top-picks', 'because-you-watched', 'more-like', 'most-popular', 'trending-now'] as const;
export type UseCase = (typeof useCases)[number];

/** Filters: titles that a viewer may see and has not finished; and those of them in a language of the viewer. */
export const filterNames = ['watchable', 'understood'] as const;
export type FilterName = (typeof filterNames)[number];
