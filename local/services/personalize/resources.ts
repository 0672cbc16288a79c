import { createHash } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import { inUse } from './errors';
import type { Filters } from './filters';
import type { Groups } from './groups';
import type { RecommenderConfig } from './model';
import type { Recommenders } from './recommenders';
import { checkName, type Registry } from './registry';
import { checkSchema, datasetTypeOf, fieldsOf } from './schema';

interface Named {
  readonly Name: string;
}

const domains = ['VIDEO_ON_DEMAND', undefined];

interface Means {
  readonly kernel: Kernel;
  readonly registry: Registry;
  readonly filters: Filters;
  readonly groups: Groups;
  readonly recommenders: Recommenders;
}

/** The types of `AWS::Personalize` for domain dataset groups. As on AWS, `Ref` is the ARN. */
export function providers(means: Means): Readonly<Record<string, ResourceProvider>> {
  return {
    'AWS::Personalize::Schema': schemaProvider(means),
    'AWS::Personalize::DatasetGroup': groupProvider(means),
    'AWS::Personalize::Dataset': datasetProvider(means),
    'AWS::Personalize::EventTracker': trackerProvider(means),
    'AWS::Personalize::Filter': filterProvider(means),
    'AWS::Personalize::Recommender': recommenderProvider(means),
  };
}

/** Returns the times of an existing resource, or those of a new one. */
function timesOf(kernel: Kernel, before: { createdAt: number; updatedAt: number } | undefined) {
  const now = kernel.now();
  return { createdAt: before?.createdAt ?? now, updatedAt: before?.updatedAt ?? now };
}

function schemaProvider({ kernel, registry }: Means): ResourceProvider<Named & { Schema: string; Domain?: string }> {
  const arnOf = ({ region, properties }: Resource) => registry.arn(region, 'schema', properties.Name);
  return {
    identify: (resource) => ({ ref: arnOf(resource), attributes: { SchemaArn: arnOf(resource) } }),
    deploy(resource) {
      knownProperties(resource, ['Name', 'Schema', 'Domain', 'Tags']);
      const { Name, Schema, Domain } = resource.properties;
      checkName(Name);
      fieldsOf(Schema);
      if (!domains.includes(Domain)) throw unsupported(resource, `Domain '${Domain}'`);
      const arn = arnOf(resource);
      const times = timesOf(kernel, registry.schemas.find(arn));
      registry.schemas.put({
        ...{ arn, name: Name, region: resource.region, schema: Schema, ...times },
        ...(Domain && { domain: Domain }),
      });
      return undefined;
    },
    destroy(resource) {
      const arn = arnOf(resource);
      refuseUse(
        arn,
        registry.datasets.all().filter(({ schemaArn }) => schemaArn === arn),
      );
      registry.schemas.delete(arn);
    },
  };
}

interface GroupProperties extends Named {
  readonly Domain?: string;
  readonly KmsKeyArn?: string;
  readonly RoleArn?: string;
}

function groupProvider({ kernel, registry, groups }: Means): ResourceProvider<GroupProperties> {
  const arnOf = ({ region, properties }: Resource) => registry.arn(region, 'dataset-group', properties.Name);
  return {
    identify: (resource) => ({ ref: arnOf(resource), attributes: { DatasetGroupArn: arnOf(resource) } }),
    deploy(resource) {
      // The key and the role are returned by the API; nothing on the laptop's disk is encrypted.
      knownProperties(resource, ['Name', 'Domain', 'KmsKeyArn', 'RoleArn', 'Tags']);
      const { Name, Domain, KmsKeyArn, RoleArn } = resource.properties;
      checkName(Name);
      if (!domains.includes(Domain)) throw unsupported(resource, `Domain '${Domain}'`);
      const arn = arnOf(resource);
      registry.groups.put({
        ...{ arn, name: Name, region: resource.region, ...timesOf(kernel, registry.groups.find(arn)) },
        ...(Domain && { domain: Domain }),
        ...(KmsKeyArn && { kmsKeyArn: KmsKeyArn }),
        ...(RoleArn && { roleArn: RoleArn }),
      });
      return undefined;
    },
    destroy(resource) {
      const arn = arnOf(resource);
      const { datasets, trackers, filters, recommenders } = registry;
      for (const store of [datasets, trackers, filters, recommenders] as const) {
        refuseUse(
          arn,
          store.all().filter(({ groupArn }) => groupArn === arn),
        );
      }
      const group = registry.groups.find(arn);
      if (group) groups.remove(group);
      registry.groups.delete(arn);
    },
  };
}

interface DatasetProperties extends Named {
  readonly DatasetGroupArn: string;
  readonly DatasetType: string;
  readonly SchemaArn: string;
}

function datasetProvider({ kernel, registry }: Means): ResourceProvider<DatasetProperties> {
  const arnOf = ({ region, properties }: Resource<DatasetProperties>) => {
    const group = properties.DatasetGroupArn.split('/').at(-1);
    return registry.arn(region, 'dataset', `${group}/${datasetTypeOf(properties.DatasetType).toUpperCase()}`);
  };
  return {
    identify: (resource) => ({ ref: arnOf(resource), attributes: { DatasetArn: arnOf(resource) } }),
    deploy(resource) {
      knownProperties(resource, ['Name', 'DatasetGroupArn', 'DatasetType', 'SchemaArn', 'Tags']);
      const { Name, DatasetGroupArn, DatasetType, SchemaArn } = resource.properties;
      checkName(Name);
      registry.groups.get(DatasetGroupArn);
      const type = datasetTypeOf(DatasetType);
      checkSchema(fieldsOf(registry.schemas.get(SchemaArn).schema), type);
      const arn = arnOf(resource);
      const before = registry.datasets.find(arn);
      if (before && (before.firstSchemaArn ?? before.schemaArn) !== SchemaArn)
        throw unsupported(resource, 'SchemaArn', 'of a dataset cannot be changed by a template; use UpdateDataset');
      registry.datasets.put({
        ...{ arn, name: Name, region: resource.region, groupArn: DatasetGroupArn, type },
        // A dataset keeps the schema that it was changed to by a call.
        ...{ schemaArn: before?.schemaArn ?? SchemaArn, ...(before?.firstSchemaArn && { firstSchemaArn: SchemaArn }) },
        ...timesOf(kernel, before),
      });
      return undefined;
    },
    destroy(resource) {
      // A recommender depends on the dataset's data, so it is deleted first.
      const { DatasetGroupArn } = resource.properties;
      refuseUse(
        arnOf(resource),
        registry.recommenders.all().filter(({ groupArn }) => groupArn === DatasetGroupArn),
      );
      registry.datasets.delete(arnOf(resource));
    },
  };
}

interface TrackerProperties extends Named {
  readonly DatasetGroupArn: string;
}

function trackerProvider({ kernel, registry }: Means): ResourceProvider<TrackerProperties> {
  const identityOf = ({ region, properties }: Resource<TrackerProperties>) => {
    const hex = createHash('sha256').update(`${properties.DatasetGroupArn} ${properties.Name}`).digest('hex');
    const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
    // The tracker's ARN begins with its tracking id, so that IAM can derive one from the other.
    return { trackingId: parts.join('-'), arn: registry.arn(region, 'event-tracker', parts[0] as string) };
  };
  return {
    identify(resource) {
      const { arn, trackingId } = identityOf(resource);
      return { ref: arn, attributes: { EventTrackerArn: arn, TrackingId: trackingId } };
    },
    deploy(resource) {
      knownProperties(resource, ['Name', 'DatasetGroupArn', 'Tags']);
      const { Name, DatasetGroupArn } = resource.properties;
      checkName(Name);
      registry.groups.get(DatasetGroupArn);
      const { arn, trackingId } = identityOf(resource);
      registry.trackers.put({
        ...{ arn, trackingId, name: Name, region: resource.region, groupArn: DatasetGroupArn },
        ...timesOf(kernel, registry.trackers.find(arn)),
      });
      return undefined;
    },
    destroy(resource) {
      registry.trackers.delete(identityOf(resource).arn);
    },
  };
}

interface FilterProperties extends Named {
  readonly DatasetGroupArn: string;
  readonly FilterExpression: string;
}

function filterProvider({ registry, filters }: Means): ResourceProvider<FilterProperties> {
  const arnOf = ({ region, properties }: Resource) => registry.arn(region, 'filter', properties.Name);
  const attributesOf = (arn: string) => {
    const time = (which: 'createdAt' | 'updatedAt') => () => new Date(registry.filters.get(arn)[which]).toISOString();
    return {
      FilterArn: arn,
      Status: 'ACTIVE',
      CreationDateTime: time('createdAt'),
      LastUpdatedDateTime: time('updatedAt'),
    };
  };
  return {
    identify: (resource) => ({ ref: arnOf(resource), attributes: attributesOf(arnOf(resource)) }),
    deploy(resource) {
      knownProperties(resource, ['Name', 'DatasetGroupArn', 'FilterExpression', 'Tags']);
      const { Name: name, DatasetGroupArn: groupArn, FilterExpression: expression } = resource.properties;
      registry.filters.put(filters.record({ name, groupArn, expression, region: resource.region }));
      return undefined;
    },
    destroy(resource) {
      registry.filters.delete(arnOf(resource));
    },
  };
}

interface RecommenderProperties extends Named {
  readonly DatasetGroupArn: string;
  readonly RecipeArn: string;
  readonly RecommenderConfig?: Readonly<Record<string, unknown>>;
}

function recommenderProvider({ registry, recommenders }: Means): ResourceProvider<RecommenderProperties> {
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

/** Throws `ResourceInUseException` if other resources need this one. */
function refuseUse(arn: string, users: readonly { readonly arn: string }[]): void {
  const [first] = users;
  if (first) throw inUse(`${arn} cannot be deleted: ${first.arn} uses it`);
}

/** Converts CloudFormation's spelling to the API's: members begin with capitals, and numbers are texts. */
function configOf(properties: Readonly<Record<string, unknown>> = {}): RecommenderConfig {
  const entries = Object.entries(properties).map(([key, value]) => [key[0]?.toLowerCase() + key.slice(1), value]);
  const { minRecommendationRequestsPerSecond: rate, ...config } = Object.fromEntries(entries);
  return { ...config, ...(rate !== undefined && { minRecommendationRequestsPerSecond: Number(rate) }) };
}

const isSame = (a: object, b: object) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
