import type {
  DeleteTableCommandInput,
  DeleteTableCommandOutput,
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
import { longestReach } from '../history';
import type { Table } from '../tables';
import { backedUpTable, type DynamoDb, protectedTable } from '../usable-table';
import { tableDescription } from './table-description';

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
    return { Table: tableDescription(table, count) };
  };
}

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

/**
 * The latest restorable time of AWS is typically five minutes ago. The history of the laptop has no delay.
 */
export function describeContinuousBackups(
  dynamo: DynamoDb,
): Operation<DescribeContinuousBackupsCommandInput, Omit<DescribeContinuousBackupsCommandOutput, '$metadata'>> {
  return async (input, call) => {
    const { pointInTimeRecovery, engineName } = backedUpTable(dynamo, input.TableName, call.region);
    const earliest = pointInTimeRecovery && (await dynamo.engine.earliestRestorable(engineName));
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: pointInTimeRecovery
          ? {
              PointInTimeRecoveryStatus: 'ENABLED',
              RecoveryPeriodInDays: longestReach / 86_400_000,
              ...(earliest && { EarliestRestorableDateTime: new Date(earliest) }),
              LatestRestorableDateTime: new Date(dynamo.kernel.now()),
            }
          : { PointInTimeRecoveryStatus: 'DISABLED' },
      },
    };
  };
}

/**
 * Deletes a table in one region; the replicas of a global table stay. With continuous backups, DynamoDB first makes a
 * backup of its own (developer guide, "Delete a table with PITR enabled"). Throws `ResourceNotFoundException`,
 * `ResourceInUseException`, and `ValidationException` for a protected table.
 */
export function deleteTable(
  dynamo: DynamoDb,
): Operation<DeleteTableCommandInput, Omit<DeleteTableCommandOutput, '$metadata'>> {
  return async (input, call) => {
    const table = described(dynamo, input.TableName, call.region);
    if (table.status) {
      throw new ServiceError(
        'ResourceInUseException',
        `Attempt to change a resource which is still in use: ${table.name}`,
      );
    }
    if (table.deletionProtection) throw protectedTable(table.name);
    if (table.pointInTimeRecovery) await dynamo.backups.begin(table, `${table.name}$DeletedTableBackup`, 'SYSTEM').done;
    await dynamo.drop(table);
    return { TableDescription: { ...tableDescription(table, 0), TableStatus: 'DELETING' } };
  };
}
