import {
  GetRecommendationsCommand,
  type GetRecommendationsCommandInput,
  type PersonalizeRuntimeClient,
} from '@aws-sdk/client-personalize-runtime';
import type { FilterName } from '../shared/recommenders';
import type { Recommender } from './recommenders';
import type { Choices } from './titles';

/** Titles asked for: more than a row shows, since some may have been seen, deleted, or shown above. */
const TITLES = 40;

/** Longest value of a filter's parameter. Source: the API reference of GetRecommendations. */
const MAX_VALUE = 1000;

/** What one dataset group has to ask. */
export interface Arns {
  /** ARNs of the recommenders, but for the use case at their end. */
  readonly recommenderPrefix: string;
  readonly filters: Readonly<Record<FilterName, string>>;
}

/** The recommenders of one dataset group of Personalize. The client must not try again by itself. */
export function personalize(client: PersonalizeRuntimeClient, { recommenderPrefix, filters }: Arns): Recommender {
  return {
    async ask({ useCase, userId, assetId, choices }, abortSignal) {
      const { itemList, recommendationId } = await client.send(
        new GetRecommendationsCommand({
          recommenderArn: `${recommenderPrefix}${useCase}`,
          userId,
          itemId: assetId,
          numResults: TITLES,
          ...filter(filters, choices),
        }),
        { abortSignal },
      );
      const ids = (itemList ?? []).flatMap(({ itemId }) => (itemId ? [itemId] : []));
      return { ids, recommendationId };
    },
  };
}

function filter(
  filters: Arns['filters'],
  { ageLimit, languages }: Choices,
): Pick<GetRecommendationsCommandInput, 'filterArn' | 'filterValues'> {
  const AUDIENCE = quoted([`A${ageLimit}`]);
  const LANGUAGES = quoted(withBases(languages));
  if (LANGUAGES === '') return { filterArn: filters.watchable, filterValues: { AUDIENCE } };
  return { filterArn: filters.understood, filterValues: { AUDIENCE, LANGUAGES } };
}

/** Filters compare letter by letter: who understands `pt-BR` understands a title in `pt` too. */
function withBases(tags: readonly string[]): string[] {
  return [...new Set(tags.flatMap((tag) => [tag, tag.split('-')[0] ?? tag]))];
}

/** `"en","es"`: as many as fit. */
function quoted(values: readonly string[]): string {
  let text = '';
  for (const value of values) {
    const longer = `${text}${text && ','}"${value}"`;
    if (longer.length > MAX_VALUE) break;
    text = longer;
  }
  return text;
}
