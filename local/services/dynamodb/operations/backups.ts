import type {
  BackupDescription,
  BackupDetails,
  BackupSummary,
  CreateBackupCommandInput,
  DeleteBackupCommandInput,
  DescribeBackupCommandInput,
  ListBackupsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Backup } from '../backups';
import { validationError } from '../rules';
import { backedUpTable, type DynamoDb } from '../usable-table';
import { indexDescriptions } from './table-description';

/** CreateBackup, DescribeBackup, ListBackups and DeleteBackup. */
export function backupOperations(dynamo: DynamoDb): Readonly<Record<string, Operation>> {
  const { backups } = dynamo;
  return {
    CreateBackup({ TableName, BackupName = '' }: CreateBackupCommandInput, call: Call) {
      // API reference, CreateBackup: the pattern of BackupName.
      if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(BackupName)) {
        throw validationError(
          `1 validation error detected: Value '${BackupName}' at 'backupName' failed to satisfy constraint: ` +
            'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+, and have length between 3 and 255',
        );
      }
      const table = backedUpTable(dynamo, TableName, call.region);
      if (table.status) throw new ServiceError('TableInUseException', `Table is being created: ${table.name}`);
      return { BackupDetails: details(backups.begin(table, BackupName).backup) };
    },

    DescribeBackup: ({ BackupArn }: DescribeBackupCommandInput) => ({
      BackupDescription: description(backups.get(BackupArn)),
    }),

    ListBackups(input: ListBackupsCommandInput, { region }: Call) {
      // API reference, ListBackups: USER is the default; the lower bound is included, the upper one is not.
      const { TableName, BackupType = 'USER', Limit = 100, ExclusiveStartBackupArn: after } = input;
      if (Limit < 1 || Limit > 100) throw validationError('Limit must be between 1 and 100');
      const name = TableName?.startsWith('arn:') ? TableName.slice(TableName.lastIndexOf('/') + 1) : TableName;
      const from = input.TimeRangeLowerBound?.getTime() ?? 0;
      const to = input.TimeRangeUpperBound?.getTime() ?? Number.POSITIVE_INFINITY;
      const found = backups
        .all()
        .filter(({ table, type, createdAt }) => {
          const isWanted = BackupType === 'ALL' || type === BackupType;
          const isNamed = name === undefined || table.name === name;
          return table.region === region && isWanted && isNamed && createdAt >= from && createdAt < to;
        })
        .sort((a, b) => (a.arn < b.arn ? -1 : 1))
        .filter(({ arn }) => after === undefined || arn > after);
      const page = found.slice(0, Limit);
      return {
        BackupSummaries: page.map(summary),
        ...(page.length < found.length && { LastEvaluatedBackupArn: page.at(-1)?.arn }),
      };
    },

    async DeleteBackup({ BackupArn }: DeleteBackupCommandInput) {
      const backup = backups.get(BackupArn);
      if (backup.status === 'CREATING') throw new ServiceError('BackupInUseException', `Backup in use: ${BackupArn}`);
      await backups.delete(backup);
      const { BackupDetails, ...rest } = description(backup);
      return { BackupDescription: { ...rest, BackupDetails: { ...BackupDetails, BackupStatus: 'DELETED' } } };
    },
  };
}

function details(backup: Backup): BackupDetails {
  return {
    BackupArn: backup.arn,
    BackupName: backup.name,
    BackupSizeBytes: backup.bytes,
    BackupStatus: backup.status,
    BackupType: backup.type,
    BackupCreationDateTime: new Date(backup.createdAt),
    ...(backup.expiresAt !== undefined && { BackupExpiryDateTime: new Date(backup.expiresAt) }),
  };
}

const summary = (backup: Backup): BackupSummary => ({
  ...details(backup),
  TableName: backup.table.name,
  TableId: backup.table.name,
  TableArn: backup.table.arn,
});

function description(backup: Backup): BackupDescription {
  const { table } = backup;
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes } = indexDescriptions(table);
  const bare = ({ IndexName, KeySchema, Projection }: NonNullable<typeof LocalSecondaryIndexes>[number]) => ({
    ...{ IndexName, KeySchema, Projection },
  });
  return {
    BackupDetails: details(backup),
    SourceTableDetails: {
      TableName: table.name,
      TableId: table.name,
      TableArn: table.arn,
      TableSizeBytes: backup.bytes,
      KeySchema: [...table.definition.KeySchema],
      TableCreationDateTime: new Date(table.deployedAt),
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
      ItemCount: backup.items,
      BillingMode: 'PAY_PER_REQUEST',
    },
    SourceTableFeatureDetails: {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(bare),
      LocalSecondaryIndexes: LocalSecondaryIndexes?.map(bare),
      ...(table.streamView && { StreamDescription: { StreamEnabled: true, StreamViewType: table.streamView } }),
      ...(table.ttlAttribute && {
        TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: table.ttlAttribute },
      }),
      ...(table.key && { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: table.key } }),
    },
  };
}
