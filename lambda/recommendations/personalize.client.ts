import {
  GetRecommendationsCommand,
  type GetRecommendationsCommandInput,
  type PersonalizeRuntimeClient,
} from '@aws-sdk/client-personalize-runtime';
import type { FilterName } from '../shared/recommenders';
import type { Question, Recommendation, Recommender } from './recommenders';
import type { Choices } from './titles';

/** Titles per request: more than a row shows, since some may be watched, deleted, or in a row above. */
const titlesPerRequest = 40;

/** Maximum length of a filter parameter's value. Source: the API reference of GetRecommendations. */
const maxFilterValue = 1000;

/** The recommenders and filters of one dataset group. */
export interface GenerationArns {
  /** The recommenders' ARNs without the use case at their end. */
  readonly recommenderPrefix: string;
  readonly filters: Readonly<Record<FilterName, string>>;
}

/** The recommenders of one dataset group of Personalize. The client must not retry by itself. */
export class PersonalizeRecommender implements Recommender {
  constructor(
    private readonly client: PersonalizeRuntimeClient,
    private readonly arns: GenerationArns,
  ) {}

  async ask({ useCase, viewer, assetId, choices }: Question, abortSignal: AbortSignal): Promise<Recommendation> {
    const { recommenderPrefix, filters } = this.arns;
    const { itemList, recommendationId } = await this.client.send(
      new GetRecommendationsCommand({
        recommenderArn: `${recommenderPrefix}${useCase}`,
        userId: viewer,
        itemId: assetId,
        numResults: titlesPerRequest,
        ...filter(filters, choices),
      }),
      { abortSignal },
    );
    const ids = (itemList ?? []).flatMap(({ itemId }) => (itemId ? [itemId] : []));
    return { ids, recommendationId };
  }
}

function filter(
  filters: GenerationArns['filters'],
  { ageLimit, languages }: Choices,
): Pick<GetRecommendationsCommandInput, 'filterArn' | 'filterValues'> {
  const AUDIENCE = quoted([`A${ageLimit}`]);
  const LANGUAGES = quoted(withBases(languages));
  if (LANGUAGES === '') return { filterArn: filters.watchable, filterValues: { AUDIENCE } };
  return { filterArn: filters.understood, filterValues: { AUDIENCE, LANGUAGES } };
}

/** Filters compare whole texts, but a viewer who understands `pt-BR` understands a title in `pt` too. */
function withBases(tags: readonly string[]): string[] {
  return [...new Set(tags.flatMap((tag) => [tag, tag.split('-')[0] ?? tag]))];
}

/** `"en","es"`: the first values, as many as the maximum length allows. */
function quoted(values: readonly string[]): string {
  let text = '';
  for (const value of values) {
    const longer = `${text}${text && ','}"${value}"`;
    if (longer.length > maxFilterValue) break;
    text = longer;
  }
  return text;
}
