import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Attributes, Identity, Resource, ResourceProvider } from '../../kernel/service';
import { defineTable } from './definition';
import { type StreamView, streamViews } from './stream-view';
import { streamArnOf } from './streams';
import type { TableDefinition } from './table-definition';
import { type DynamoDb, protectedTable } from './usable-table';

type Flag = boolean | string;

interface CommonProperties extends TableDefinition {
  readonly StreamSpecification?: { readonly StreamViewType?: string };
  readonly DeletionProtectionEnabled?: Flag;
  readonly TableName?: string;
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled: Flag };
}

interface PointInTimeRecovery {
  readonly PointInTimeRecoveryEnabled?: Flag;
}

interface TableProperties extends CommonProperties {
  readonly PointInTimeRecoverySpecification?: PointInTimeRecovery;
  readonly SSESpecification?: { readonly SSEEnabled?: Flag; readonly KMSMasterKeyId?: string };
}

interface GlobalTableProperties extends CommonProperties {
  readonly Replicas: readonly {
    readonly Region: string;
    readonly DeletionProtectionEnabled?: Flag;
    readonly PointInTimeRecoverySpecification?: PointInTimeRecovery;
    readonly SSESpecification?: { readonly KMSMasterKeyId?: string };
    readonly KinesisStreamSpecification?: unknown;
    readonly ResourcePolicy?: unknown;
    readonly ReplicaStreamSpecification?: unknown;
  }[];
}

const common = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'TimeToLiveSpecification',
  'SSESpecification',
  'StreamSpecification',
  'DeletionProtectionEnabled',
];

/** Properties of capacity, cost and backups, which have no effect on a laptop. */
const noMeaning = [
  'BillingMode',
  'ProvisionedThroughput',
  'OnDemandThroughput',
  'WarmThroughput',
  'WriteProvisionedThroughputSettings',
  'WriteOnDemandThroughputSettings',
  'ReadProvisionedThroughputSettings',
  'PointInTimeRecoverySpecification',
  'ContributorInsightsSpecification',
  'TableClass',
  'Tags',
];

const isTrue = (flag: Flag | undefined) => flag === true || flag === 'true';
const nameOf = (resource: Resource<CommonProperties>) => resource.properties.TableName ?? resource.name;

function identify(resource: Resource<CommonProperties>): Identity {
  const name = nameOf(resource);
  const Arn = tableArn(resource, resource.region);
  const StreamArn = () => (resource.properties.StreamSpecification ? streamArnOf(Arn) : undefined);
  return { ref: name, attributes: { Arn, StreamArn, TableId: name } };
}

function streamViewOf(resource: Resource<CommonProperties>): StreamView | undefined {
  const specification = resource.properties.StreamSpecification;
  if (!specification) return undefined;
  const { StreamViewType, ...others } = specification;
  const [unknown] = Object.keys(others);
  if (unknown) throw unsupported(resource, `StreamSpecification.${unknown}`);
  const view = streamViews.find((one) => one === StreamViewType);
  if (!view)
    throw unsupported(resource, 'StreamSpecification.StreamViewType', `is not one of ${streamViews.join(', ')}`);
  return view;
}

function tableArn(resource: Resource<CommonProperties>, region: string): string {
  return `arn:aws:dynamodb:${region}:${resource.accountId}:table/${nameOf(resource)}`;
}

/** `AWS::DynamoDB::Table`. */
export function tableProvider(dynamo: DynamoDb): ResourceProvider<TableProperties> {
  return {
    identify,
    async deploy(resource) {
      knownProperties(resource, [...common, ...noMeaning]);
      const { properties } = resource;
      const sse = properties.SSESpecification;
      return deployTable(dynamo, resource, [
        {
          region: resource.region,
          pointInTimeRecovery: isTrue(properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled),
          key: isTrue(sse?.SSEEnabled) ? sse?.KMSMasterKeyId : undefined,
          deletionProtection: isTrue(properties.DeletionProtectionEnabled),
        },
      ]);
    },
    destroy: (resource) => removeTable(dynamo, resource),
  };
}

/**
 * `AWS::DynamoDB::GlobalTable`. All regions share one table's data, so a replica is never behind and conflicts cannot
 * occur. Each region has its own stream, which contains all changes.
 */
export function globalTableProvider(dynamo: DynamoDb): ResourceProvider<GlobalTableProperties> {
  return {
    identify,
    async deploy(resource) {
      knownProperties(resource, [...common, ...noMeaning, 'Replicas']);
      const { Replicas } = resource.properties;
      if (!Replicas.some(({ Region }) => Region === resource.region)) {
        throw unsupported(resource, 'Replicas', `must name the stack's own region ${resource.region}`);
      }
      for (const replica of Replicas) {
        for (const property of [
          'KinesisStreamSpecification',
          'ResourcePolicy',
          'ReplicaStreamSpecification',
        ] as const) {
          if (replica[property]) throw unsupported(resource, `Replicas.${property}`);
        }
      }
      return deployTable(
        dynamo,
        resource,
        Replicas.map((replica) => ({
          region: replica.Region,
          pointInTimeRecovery: isTrue(replica.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled),
          key: replica.SSESpecification?.KMSMasterKeyId,
          deletionProtection: isTrue(replica.DeletionProtectionEnabled),
        })),
      );
    },
    destroy: (resource) => removeTable(dynamo, resource),
  };
}

interface RegionalSettings {
  readonly region: string;
  readonly pointInTimeRecovery: boolean;
  readonly key: string | undefined;
  readonly deletionProtection: boolean;
}

async function deployTable(
  { engine, kernel, tables, dropped, restores }: DynamoDb,
  resource: Resource<CommonProperties>,
  regions: readonly RegionalSettings[],
): Promise<Attributes | undefined> {
  const { properties } = resource;
  const name = nameOf(resource);
  const engineName = `${resource.region}.${name}`;
  const definition: TableDefinition = {
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    // The other properties of an index are about capacity.
    ...(properties.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes.map(bare) }),
    ...(properties.LocalSecondaryIndexes && { LocalSecondaryIndexes: properties.LocalSecondaryIndexes.map(bare) }),
  };
  const streamView = streamViewOf(resource);
  // CloudFormation does not create a table again that was deleted by another client.
  const existing = regions.filter(({ region }) => !dropped.has({ region, name }));
  if (existing.length === 0) return undefined;
  const hasBackups = existing.some(({ pointInTimeRecovery }) => pointInTimeRecovery);
  await engine.write(async (unit, store) => {
    await defineTable(engineName, definition, unit, store);
    if (hasBackups) await engine.history.begin(engineName, kernel.now(), unit, store);
    else await engine.history.end(engineName, unit, store);
  });
  if (streamView) engine.changes.watch(engineName, definition);
  else {
    engine.changes.unwatch(engineName);
    // A stream's changes are deleted together with it.
    await engine.trimChanges(engineName, () => true);
  }
  const ttl = properties.TimeToLiveSpecification;
  for (const { region, pointInTimeRecovery, key, deletionProtection } of existing) {
    restores.forget({ region, name });
    tables.put({
      name,
      region,
      engineName,
      arn: tableArn(resource, region),
      definition,
      regions: existing.map((replica) => replica.region),
      ttlAttribute: isTrue(ttl?.Enabled) ? ttl?.AttributeName : undefined,
      pointInTimeRecovery,
      key,
      streamView,
      deletionProtection,
      deployedAt: kernel.now(),
    });
  }
  return undefined;
}

/** Removes a table in all its regions. Throws `ValidationException` if one of them is protected. */
async function removeTable({ tables, drop, dropped }: DynamoDb, resource: Resource<CommonProperties>): Promise<void> {
  const name = nameOf(resource);
  const engineName = `${resource.region}.${name}`;
  const regional = tables.all().filter((table) => table.engineName === engineName);
  if (regional.some(({ deletionProtection }) => deletionProtection)) throw protectedTable(name);
  for (const table of regional) {
    await drop(table);
    dropped.forget(table);
  }
}

function bare<I extends NonNullable<TableDefinition['GlobalSecondaryIndexes']>[number]>(index: I) {
  return { IndexName: index.IndexName, KeySchema: index.KeySchema, Projection: index.Projection };
}
