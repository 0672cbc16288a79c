import { invalid } from './errors';

type UseCase = 'top-picks' | 'because-you-watched-x' | 'more-like-x' | 'most-popular' | 'trending-now';

export interface Recipe {
  readonly useCase: UseCase;
  readonly needsUser: boolean;
  readonly needsItem: boolean;
  /** Whether the recipe leaves out items of which the user has `Watch` events. */
  readonly hidesWatched: boolean;
  /** The only type of events that counts for the minimum of 1,000 interactions. */
  readonly eventType?: string;
  readonly needsItems: boolean;
}

/** https://docs.aws.amazon.com/personalize/latest/dg/VIDEO_ON_DEMAND-use-cases.html */
const recipes: readonly Recipe[] = [
  { useCase: 'top-picks', needsUser: true, needsItem: false, hidesWatched: true, needsItems: true },
  {
    useCase: 'because-you-watched-x',
    needsUser: true,
    needsItem: true,
    hidesWatched: true,
    eventType: 'Watch',
    needsItems: false,
  },
  { useCase: 'more-like-x', needsUser: true, needsItem: true, hidesWatched: true, needsItems: true },
  {
    useCase: 'most-popular',
    needsUser: false,
    needsItem: false,
    hidesWatched: false,
    eventType: 'Watch',
    needsItems: false,
  },
  {
    useCase: 'trending-now',
    needsUser: false,
    needsItem: false,
    hidesWatched: false,
    eventType: 'Watch',
    needsItems: false,
  },
];

/** Throws `InvalidInputException`. */
export function recipeOf(arn = ''): Recipe {
  const recipe = recipes.find(({ useCase }) => arn === `arn:aws:personalize:::recipe/aws-vod-${useCase}`);
  if (!recipe) throw invalid(`The laptop has the recipes of VIDEO_ON_DEMAND only, not ${arn}`);
  return recipe;
}
