import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  ConditionalCheckFailedException,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListBackupsCommand,
  PutItemCommand,
  paginateScan,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import { unlessGone } from '../../teardown/resource';
import { waitFor } from '../../wait';
import type { Item, Tables } from './records';

type SdkItem = Record<string, AttributeValue>;

/** Seconds that DynamoDB may take to answer a batch with keys that it left out under load. */
const batchPatience = 300;
const gone = ['ResourceNotFoundException', 'TableNotFoundException'];

export function dynamoTables(client: DynamoDBClient): Tables {
  return {
    describe: (TableName) =>
      unlessGone(gone, async () => {
        const { Table } = await client.send(new DescribeTableCommand({ TableName }));
        const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
        return {
          status: Table?.TableStatus ?? '',
          keys: (Table?.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName),
          timeToLive: TimeToLiveDescription?.AttributeName,
          items: Table?.ItemCount ?? 0,
          restoredTo: Table?.RestoreSummary?.RestoreDateTime?.getTime(),
        };
      }),
    window: (TableName) =>
      unlessGone(gone, async () => {
        const described = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
        const found = described.ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
        const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } = found;
        return earliest && latest && { earliest: earliest.getTime(), latest: latest.getTime() };
      }),
    async backupOfDeleted(TableName) {
      const { BackupSummaries = [] } = await client.send(new ListBackupsCommand({ TableName, BackupType: 'SYSTEM' }));
      const newest = BackupSummaries.sort(
        (a, b) => Number(b.BackupCreationDateTime) - Number(a.BackupCreationDateTime),
      );
      const { BackupArn: arn, BackupCreationDateTime } = newest[0] ?? {};
      return arn === undefined ? undefined : { arn, at: BackupCreationDateTime?.getTime() ?? 0 };
    },
    async restore(source, TargetTableName) {
      // Without indexes, a restore is faster and cheaper (developer guide, "Restore a table in DynamoDB").
      const common = { TargetTableName, GlobalSecondaryIndexOverride: [] };
      if ('backup' in source) {
        await client.send(new RestoreTableFromBackupCommand({ ...common, BackupArn: source.backup }));
        return;
      }
      const RestoreDateTime = new Date(source.at);
      const pointInTime = { ...common, SourceTableName: source.table, RestoreDateTime };
      await client.send(new RestoreTableToPointInTimeCommand(pointInTime));
    },
    async delete(TableName) {
      await unlessGone(gone, () => client.send(new DeleteTableCommand({ TableName })));
    },
    async *scan(TableName) {
      for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
        yield Items as unknown as readonly Item[];
      }
    },
    async read(table, keys, items) {
      const found: Item[] = [];
      let left: BatchGetItemCommandInput['RequestItems'] = {
        [table]: { Keys: items.map((item) => keyOf(item, keys)), ConsistentRead: true },
      };
      await waitFor(`Reading ${table}`, batchPatience, async () => {
        const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems: left }));
        found.push(...((Responses?.[table] ?? []) as unknown as Item[]));
        left = UnprocessedKeys ?? {};
        return Object.keys(left).length === 0 ? true : undefined;
      });
      return found;
    },
    async put(TableName, keys, item, before) {
      try {
        const condition = before ? unchanged(before) : absent(keys);
        await client.send(new PutItemCommand({ TableName, Item: item as unknown as SdkItem, ...condition }));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

const keyOf = (item: Item, keys: readonly string[]) =>
  Object.fromEntries(keys.map((name) => [name, item[name]])) as unknown as SdkItem;

const absent = (keys: readonly string[]) => ({
  ConditionExpression: 'attribute_not_exists(#key)',
  ExpressionAttributeNames: { '#key': keys[0] ?? '' },
});

/** The condition that an item still has these attributes with these values. */
function unchanged(item: Item) {
  const names = Object.keys(item);
  return {
    ConditionExpression: names.map((_, at) => `#n${at} = :v${at}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#n${at}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      names.map((name, at) => [`:v${at}`, item[name]]),
    ) as unknown as SdkItem,
  };
}
