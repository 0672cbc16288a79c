import type { UseCase } from '../../../lambda/shared/recommenders';

/** Personalize's recipe for each use case. */
export const recipes: Readonly<Record<UseCase, string>> = {
  'top-picks': 'aws-vod-top-picks',
  'because-you-watched': 'aws-vod-because-you-watched-x',
  'more-like': 'aws-vod-more-like-x',
  'most-popular': 'aws-vod-most-popular',
  'trending-now': 'aws-vod-trending-now',
};
