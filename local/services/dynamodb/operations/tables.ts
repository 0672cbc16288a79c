import type {
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput,
  DescribeTableCommandInput,
  DescribeTableCommandOutput,
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveCommandOutput,
  ListTablesCommandInput,
  ListTablesCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { type Operation, ServiceError } from '../../../kernel/service';
import { streamArnOf, streamLabel } from '../streams';
import type { Table } from '../tables';
import type { DynamoDb } from '../usable-table';

function described({ tables }: DynamoDb, name: string | undefined, region: string): Table {
  return tables.find(name, region, `Requested resource not found: Table: ${name} not found`);
}

export function describeTable(
  dynamo: DynamoDb,
): Operation<DescribeTableCommandInput, Omit<DescribeTableCommandOutput, '$metadata'>> {
  return async (input, call) => {
    const table = described(dynamo, input.TableName, call.region);
    let count = 0;
    for await (const _item of dynamo.engine.items(table.engineName)) count++;
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = table.definition;
    const others = table.regions.filter((region) => region !== call.region);
    return {
      Table: {
        TableName: table.name,
        TableArn: table.arn,
        TableStatus: 'ACTIVE',
        DeletionProtectionEnabled: table.deletionProtection,
        CreationDateTime: new Date(table.deployedAt),
        AttributeDefinitions: [...AttributeDefinitions],
        KeySchema: [...KeySchema],
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        ItemCount: count,
        GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
          IndexName,
          KeySchema: [...KeySchema],
          Projection: { ...Projection, NonKeyAttributes: projected(Projection.NonKeyAttributes) },
          IndexStatus: 'ACTIVE',
          IndexArn: `${table.arn}/index/${IndexName}`,
        })),
        LocalSecondaryIndexes: LocalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
          IndexName,
          KeySchema: [...KeySchema],
          Projection: { ...Projection, NonKeyAttributes: projected(Projection.NonKeyAttributes) },
          IndexArn: `${table.arn}/index/${IndexName}`,
        })),
        ...(table.key && {
          SSEDescription: { Status: 'ENABLED' as const, SSEType: 'KMS' as const, KMSMasterKeyArn: table.key },
        }),
        ...(table.streamView && {
          StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamView },
          LatestStreamArn: streamArnOf(table.arn),
          LatestStreamLabel: streamLabel,
        }),
        ...(others.length > 0 && {
          GlobalTableVersion: '2019.11.21',
          Replicas: others.map((RegionName) => ({ RegionName, ReplicaStatus: 'ACTIVE' as const })),
        }),
      },
    };
  };
}

const projected = (names: readonly string[] | undefined) => names && [...names];

export function listTables({
  tables,
}: DynamoDb): Operation<ListTablesCommandInput, Omit<ListTablesCommandOutput, '$metadata'>> {
  return ({ ExclusiveStartTableName: after = '', Limit = 100 }, call) => {
    if (Limit < 1 || Limit > 100) throw new ServiceError('ValidationException', 'Limit must be between 1 and 100');
    const names = tables
      .all()
      .filter(({ region, name }) => region === call.region && name > after)
      .map(({ name }) => name)
      .sort();
    const page = names.slice(0, Limit);
    return { TableNames: page, LastEvaluatedTableName: names.length > page.length ? page.at(-1) : undefined };
  };
}

export function describeTimeToLive(
  dynamo: DynamoDb,
): Operation<DescribeTimeToLiveCommandInput, Omit<DescribeTimeToLiveCommandOutput, '$metadata'>> {
  return (input, call) => {
    const { ttlAttribute } = described(dynamo, input.TableName, call.region);
    return {
      TimeToLiveDescription: ttlAttribute
        ? { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute }
        : { TimeToLiveStatus: 'DISABLED' },
    };
  };
}

/** Returns the setting of the template; the laptop makes no backups. */
export function describeContinuousBackups(
  dynamo: DynamoDb,
): Operation<DescribeContinuousBackupsCommandInput, Omit<DescribeContinuousBackupsCommandOutput, '$metadata'>> {
  return (input, call) => {
    const { pointInTimeRecovery } = described(dynamo, input.TableName, call.region);
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED' },
      },
    };
  };
}
