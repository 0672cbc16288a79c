import { randomUUID } from 'node:crypto';
import type {
  GetRecommendationsCommandInput,
  GetRecommendationsCommandOutput,
} from '@aws-sdk/client-personalize-runtime';
import type { Manner, Ranked, Recommender } from '../../../engines/recommend/recommender';
import type { Kernel } from '../../../kernel/kernel';
import { invalid } from '../errors';
import { compileFilter } from '../filter/evaluate';
import type { Filters } from '../filters';
import type { GroupData } from '../group-data';
import type { Groups } from '../groups';
import type { RecommenderRecord } from '../model';
import { type Recipe, recipeOf } from '../recipes';
import type { Registry } from '../registry';

interface Means {
  readonly kernel: Kernel;
  readonly registry: Registry;
  readonly groups: Groups;
  readonly filters: Filters;
}

/** The weight of genres in the similarity of VIDEO_ON_DEMAND items. */
const similarGenreWeight = 0.6;

/**
 * Returns the recommendations of a recommender for a user, an item or both. As on AWS, only top picks have scores,
 * whose sum is at most 1. Promotions and context are not supported.
 */
export function getRecommendations({ kernel, registry, groups, filters }: Means) {
  return (input: GetRecommendationsCommandInput): Omit<GetRecommendationsCommandOutput, '$metadata'> => {
    const { recommenderArn, userId, itemId, numResults = 25, filterArn, filterValues = {} } = input;
    for (const member of ['campaignArn', 'context', 'promotions'] as const)
      if (input[member] !== undefined) throw invalid(`The laptop's recommendations do not support ${member}`);
    if (recommenderArn === undefined) throw invalid('recommenderArn is missing');
    if (!(numResults >= 0 && numResults <= 500)) throw invalid('numResults must be from 0 to 500');
    const record = registry.recommenders.get(recommenderArn);
    // A recommender serves requests while it is being updated, and until it is stopped.
    if (record.status !== 'ACTIVE')
      throw invalid(`The recommender ${recommenderArn} is not in ACTIVE state: it is ${record.status}.`);
    const recipe = recipeOf(record.recipeArn);
    if (recipe.needsUser && !userId) throw invalid('userId is required for this recommender');
    if (recipe.needsItem && !itemId) throw invalid('itemId is required for this recommender');
    if (!filterArn && Object.keys(filterValues).length) throw invalid('filterValues need a filterArn');
    const data = groups.data(record.groupArn);
    const now = kernel.now();
    const events = userId ? data.eventsOf(userId, now) : () => new Set<string>();
    const passes = filterArn
      ? compileFilter(filters.statements(filterArn, record.groupArn), {
          item: (id) => data.items.get(id),
          ...(userId && { user: data.users.get(userId) }),
          ...(itemId && { currentItem: data.items.get(itemId) }),
          events,
          values: filterValues,
        })
      : () => true;
    const ranked = rank(recipe, data.recommender, { user: userId ?? '', item: itemId ?? '', now, ...mannerOf(record) });
    const found: Ranked[] = [];
    for (const one of numResults ? ranked : []) {
      if (recipe.hidesWatched && events(one.item).has('Watch')) continue;
      if (passes(one.item) && found.push(one) === numResults) break;
    }
    const positive = ranked.reduce((sum, { score }) => sum + Math.max(0, score), 0) || 1;
    const columns = input.metadataColumns?.ITEMS ?? [];
    if (columns.length && !record.config.enableMetadataWithRecommendations)
      throw invalid('The recommender was not created with enableMetadataWithRecommendations');
    return {
      itemList: found.map(({ item, score }) => ({
        itemId: item,
        ...(recipe.useCase === 'top-picks' && { score: Math.max(0, score) / positive }),
        ...(columns.length && { metadata: metadata(data, item, columns) }),
      })),
      recommendationId: `RID-${randomUUID()}`,
    };
  };
}

interface Question extends Manner {
  readonly user: string;
  readonly item: string;
  readonly now: number;
}

function rank({ useCase }: Recipe, recommender: Recommender, { user, item, now, ...manner }: Question): Ranked[] {
  switch (useCase) {
    case 'top-picks':
      return recommender.topPicks(user, now, manner);
    case 'because-you-watched-x':
      return recommender.similar(item, now);
    case 'more-like-x':
      return recommender.similar(item, now, { traitWeight: similarGenreWeight, explorationWeight: similarGenreWeight });
    case 'most-popular':
      return recommender.popular();
    case 'trending-now':
      return recommender.trending(now);
  }
}

function mannerOf({ config }: RecommenderRecord): Manner {
  const { explorationWeight, explorationItemAgeCutOff } = config.itemExplorationConfig ?? {};
  return {
    ...(explorationWeight !== undefined && { explorationWeight: Number(explorationWeight) }),
    ...(explorationItemAgeCutOff !== undefined && { explorationAge: Number(explorationItemAgeCutOff) }),
  };
}

function metadata({ items }: GroupData, item: string, columns: readonly string[]): Record<string, string> {
  const row = items.get(item) ?? {};
  return Object.fromEntries(
    columns.flatMap((name) => {
      const value = row[name.toUpperCase()];
      return value === undefined || value === null ? [] : [[name, String(value)]];
    }),
  );
}
