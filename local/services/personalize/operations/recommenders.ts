import type {
  CreateRecommenderCommandInput,
  ListRecommendersCommandInput,
  UpdateRecommenderCommandInput,
} from '@aws-sdk/client-personalize';
import type { Call, Operation } from '../../../kernel/service';
import { describeRecommender } from '../describe';
import type { RecommenderConfig } from '../model';
import { pageOf } from '../page';
import type { Recommenders } from '../recommenders';
import type { Registry } from '../registry';

interface ByArn {
  readonly recommenderArn?: string;
}

export function recommenderOperations(registry: Registry, recommenders: Recommenders): Record<string, Operation> {
  const answer = ({ arn }: { arn: string }) => ({ recommenderArn: arn });
  return {
    CreateRecommender: (input: CreateRecommenderCommandInput, { region }: Call) =>
      answer(
        recommenders.create({
          name: input.name ?? '',
          groupArn: input.datasetGroupArn ?? '',
          recipeArn: input.recipeArn ?? '',
          config: (input.recommenderConfig ?? {}) as RecommenderConfig,
          region,
        }),
      ),
    DescribeRecommender: ({ recommenderArn }: ByArn) => ({
      recommender: describeRecommender(registry.recommenders.get(recommenderArn)),
    }),
    DeleteRecommender: ({ recommenderArn }: ByArn) => {
      recommenders.delete(recommenderArn);
      return {};
    },
    UpdateRecommender: ({ recommenderArn, recommenderConfig }: UpdateRecommenderCommandInput) =>
      answer(recommenders.update(recommenderArn, recommenderConfig as RecommenderConfig)),
    StartRecommender: ({ recommenderArn }: ByArn) => answer(recommenders.start(recommenderArn)),
    StopRecommender: ({ recommenderArn }: ByArn) => answer(recommenders.stop(recommenderArn)),
    ListRecommenders: (input: ListRecommendersCommandInput, { region }: Call) => {
      const all = registry.recommenders
        .all()
        .filter((one) => one.region === region && [undefined, one.groupArn].includes(input.datasetGroupArn));
      const { page, nextToken } = pageOf(all, input);
      return {
        recommenders: page.map((one) => {
          const { failureReason: _, latestRecommenderUpdate: __, ...summary } = describeRecommender(one);
          return summary;
        }),
        nextToken,
      };
    },
  };
}
