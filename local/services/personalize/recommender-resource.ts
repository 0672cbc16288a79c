import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { RecommenderConfig } from './model';
import type { Recommenders } from './recommenders';
import type { Registry } from './registry';

interface RecommenderProperties {
  readonly Name: string;
  readonly DatasetGroupArn: string;
  readonly RecipeArn: string;
  readonly RecommenderConfig?: Readonly<Record<string, unknown>>;
}

/** `AWS::Personalize::Recommender`. */
export function recommenderProvider({
  registry,
  recommenders,
}: {
  readonly registry: Registry;
  readonly recommenders: Recommenders;
}): ResourceProvider<RecommenderProperties> {
  const arnOf = ({ region, properties }: Resource) => registry.arn(region, 'recommender', properties.Name);
  return {
    identify(resource) {
      const arn = arnOf(resource);
      return {
        ref: arn,
        attributes: { RecommenderArn: arn, Status: () => registry.recommenders.get(arn).status },
      };
    },
    async deploy(resource) {
      knownProperties(resource, ['Name', 'DatasetGroupArn', 'RecipeArn', 'RecommenderConfig', 'Tags']);
      const { Name: name, DatasetGroupArn: groupArn, RecipeArn: recipeArn, RecommenderConfig } = resource.properties;
      const config = configOf(RecommenderConfig);
      const arn = arnOf(resource);
      const before = registry.recommenders.find(arn);
      if (!before) recommenders.create({ name, groupArn, recipeArn, config, region: resource.region });
      else if (before.groupArn !== groupArn || before.recipeArn !== recipeArn)
        throw unsupported(resource, 'RecipeArn', 'and DatasetGroupArn of a recommender cannot be changed');
      else if (['ACTIVE', 'INACTIVE'].includes(before.status) && !isSame(before.config, config))
        recommenders.update(arn, config);
      else recommenders.resume();
      await recommenders.settled(arn);
      const { status, failureReason } = registry.recommenders.get(arn);
      if (status === 'CREATE FAILED') {
        // CloudFormation deletes a resource that it could not create.
        registry.recommenders.delete(arn);
        throw new Error(`${resource.stackName}/${resource.logicalId}: ${failureReason}`);
      }
      return undefined;
    },
  };
}

/** Converts CloudFormation's spelling to the API's: members begin with capitals, and numbers are texts. */
function configOf(properties: Readonly<Record<string, unknown>> = {}): RecommenderConfig {
  const entries = Object.entries(properties).map(([key, value]) => [key[0]?.toLowerCase() + key.slice(1), value]);
  const { minRecommendationRequestsPerSecond: rate, ...config } = Object.fromEntries(entries);
  return { ...config, ...(rate !== undefined && { minRecommendationRequestsPerSecond: Number(rate) }) };
}

const isSame = (a: object, b: object) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
