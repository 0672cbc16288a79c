import type {
  RestoreTableFromBackupCommandInput,
  RestoreTableToPointInTimeCommandInput,
  RestoreTableToPointInTimeCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { RestoreSource } from '../restores';
import { validationError } from '../rules';
import type { Index, TableDefinition } from '../table-definition';
import type { Restored, Table } from '../tables';
import { backedUpTable, type DynamoDb, usableTable } from '../usable-table';
import { tableDescription } from './table-description';

type Output = Omit<RestoreTableToPointInTimeCommandOutput, '$metadata'>;

/**
 * Restores to a second between `EarliestRestorableDateTime` and `LatestRestorableDateTime`. Throws
 * `InvalidRestoreTimeException`, `PointInTimeRecoveryUnavailableException`, `TableAlreadyExistsException` and
 * `TableNotFoundException`.
 */
export function restoreTableToPointInTime(dynamo: DynamoDb): Operation<RestoreTableToPointInTimeCommandInput, Output> {
  return async (input, call) => {
    const { engine, kernel } = dynamo;
    const source = backedUpTable(dynamo, input.SourceTableName ?? input.SourceTableArn, call.region);
    const target = targetOf(dynamo, source, input, call);
    usableTable(dynamo, call, source.name, 'read');
    if (!source.pointInTimeRecovery) {
      const message = `Point in time recovery is not enabled for table '${source.name}'`;
      throw new ServiceError('PointInTimeRecoveryUnavailableException', message);
    }
    const now = kernel.now();
    const asked = input.UseLatestRestorableTime ? now : input.RestoreDateTime?.getTime();
    if (asked === undefined) {
      throw validationError('One of RestoreDateTime and UseLatestRestorableTime has to be specified');
    }
    // AWS restores to a second: "day:hour:minute:second" (API reference).
    const at = Math.floor(asked / 1000) * 1000;
    // The restore must not lose what it needs before it begins.
    const release = engine.history.hold(source.engineName, at);
    try {
      const earliest = (await engine.earliestRestorable(source.engineName)) ?? now;
      if (at < Math.floor(earliest / 1000) * 1000 || asked > now) throw invalidTime();
      // The latest time has all changes until now, also those of this second.
      const until = input.UseLatestRestorableTime ? now : at;
      const restored: Restored = { at, SourceTableArn: source.arn };
      return begin(dynamo, { ...target, restored }, { engineName: source.engineName, at: until });
    } finally {
      release();
    }
  };
}

function invalidTime(): ServiceError {
  const message = 'An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime';
  return new ServiceError('InvalidRestoreTimeException', `${message} and LatestRestorableDateTime.`);
}

/** Throws `BackupNotFoundException`, `BackupInUseException` and `TableAlreadyExistsException`. */
export function restoreTableFromBackup(dynamo: DynamoDb): Operation<RestoreTableFromBackupCommandInput, Output> {
  return (input, call) => {
    const backup = dynamo.backups.get(input.BackupArn);
    if (backup.status === 'CREATING') {
      throw new ServiceError('BackupInUseException', `Backup is being created: ${input.BackupArn}`);
    }
    const target = targetOf(dynamo, backup.table, input, call);
    const restored: Restored = {
      at: backup.createdAt,
      ...{ SourceBackupArn: backup.arn, SourceTableArn: backup.table.arn },
    };
    return begin(dynamo, { ...target, restored }, { backupArn: backup.arn });
  };
}

function begin({ restores }: DynamoDb, target: Table, source: RestoreSource): Output {
  restores.begin(target, source);
  return { TableDescription: tableDescription({ ...target, status: 'CREATING' }, 0) };
}

interface Overrides
  extends Pick<RestoreTableToPointInTimeCommandInput, 'TargetTableName' | 'SSESpecificationOverride'> {
  readonly GlobalSecondaryIndexOverride?: readonly object[];
  readonly LocalSecondaryIndexOverride?: readonly object[];
}

/**
 * A restored table has the keys, indexes and encryption of its source, and nothing else: no stream, TTL, continuous
 * backups, deletion protection, tags or replicas (API reference; developer guide, "Point-in-time recovery").
 */
function targetOf({ tables, kernel }: DynamoDb, source: Table, input: Overrides, call: Call): Table {
  const name = input.TargetTableName ?? '';
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) {
    const why = `Value '${name}' at 'targetTableName' failed to satisfy constraint`;
    throw validationError(`1 validation error detected: ${why}: Member must satisfy the rules of table names`);
  }
  if (tables.all().some((table) => table.region === call.region && table.name === name)) {
    throw new ServiceError('TableAlreadyExistsException', `Table already exists: ${name}`);
  }
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = source.definition;
  const global = chosen(GlobalSecondaryIndexes, input.GlobalSecondaryIndexOverride);
  const local = chosen(LocalSecondaryIndexes, input.LocalSecondaryIndexOverride);
  const used = [KeySchema, ...[...global, ...local].map((index) => index.KeySchema)].flat();
  const definition: TableDefinition = {
    KeySchema,
    AttributeDefinitions: AttributeDefinitions.filter(({ AttributeName }) =>
      used.some((element) => element.AttributeName === AttributeName),
    ),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
  };
  const { KMSMasterKeyId, Enabled } = input.SSESpecificationOverride ?? {};
  return {
    name,
    region: call.region,
    engineName: `${call.region}.${name}`,
    arn: `arn:aws:dynamodb:${call.region}:${call.accountId}:table/${name}`,
    definition,
    regions: [call.region],
    pointInTimeRecovery: false,
    key: Enabled === false ? undefined : (KMSMasterKeyId ?? source.key),
    deletionProtection: false,
    deployedAt: kernel.now(),
  };
}

/** Some or all indexes may be left out, and no others may be added. Throws `ValidationException`. */
function chosen(indexes: readonly Index[] = [], override: readonly { IndexName?: string }[] | undefined): Index[] {
  if (!override) return [...indexes];
  return override.map(({ IndexName }) => {
    const index = indexes.find((one) => one.IndexName === IndexName);
    if (!index) throw validationError(`The index ${IndexName} does not exist on the source table`);
    return index;
  });
}
