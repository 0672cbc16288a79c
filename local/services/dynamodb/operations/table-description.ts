import type { RestoreSummary, TableDescription } from '@aws-sdk/client-dynamodb';
import { streamArnOf, streamLabel } from '../streams';
import type { Index } from '../table-definition';
import type { Restored, Table } from '../tables';

/** The form in which DescribeTable, and the calls that create and delete tables, return a table. */
export function tableDescription(table: Table, ItemCount: number): TableDescription {
  const { AttributeDefinitions, KeySchema } = table.definition;
  const others = table.regions.filter((region) => region !== table.region);
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableStatus: table.status ?? 'ACTIVE',
    DeletionProtectionEnabled: table.deletionProtection,
    CreationDateTime: new Date(table.deployedAt),
    AttributeDefinitions: [...AttributeDefinitions],
    KeySchema: [...KeySchema],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ItemCount,
    ...indexDescriptions(table),
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
    ...(table.restored && { RestoreSummary: restoreSummary(table, table.restored) }),
  };
}

export function indexDescriptions({ arn, definition }: Table) {
  const described = ({ IndexName, KeySchema, Projection }: Index) => ({
    IndexName,
    KeySchema: [...KeySchema],
    Projection: { ...Projection, NonKeyAttributes: projected(Projection.NonKeyAttributes) },
    IndexArn: `${arn}/index/${IndexName}`,
  });
  return {
    GlobalSecondaryIndexes: definition.GlobalSecondaryIndexes?.map((index) => ({
      ...described(index),
      IndexStatus: 'ACTIVE' as const,
    })),
    LocalSecondaryIndexes: definition.LocalSecondaryIndexes?.map(described),
  };
}

const restoreSummary = ({ status }: Table, { at, ...source }: Restored): RestoreSummary => ({
  ...source,
  RestoreDateTime: new Date(at),
  RestoreInProgress: status === 'CREATING',
});

const projected = (names: readonly string[] | undefined) => names && [...names];
