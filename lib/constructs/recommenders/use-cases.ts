/** What titles are recommended for, and the recipe that learns it. The keys follow the prefix in recommenders' names. */
export const recipes = {
  'top-picks': 'aws-vod-top-picks',
  'because-you-watched': 'aws-vod-because-you-watched-x',
  'more-like': 'aws-vod-more-like-x',
  'most-popular': 'aws-vod-most-popular',
  'trending-now': 'aws-vod-trending-now',
} as const;

export type UseCase = keyof typeof recipes;
export const useCases = Object.keys(recipes) as UseCase[];
