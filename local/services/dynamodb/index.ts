import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-dynamodb';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Backups } from './backups';
import { dropper } from './drop';
import { Dropped } from './dropped';
import { Engine } from './engine';
import { historyBytes } from './history';
import { backupOperations } from './operations/backups';
import { batchGetItem, batchWriteItem } from './operations/batch';
import { getItem, query, scan, writeItem } from './operations/items';
import { restoreTableFromBackup, restoreTableToPointInTime } from './operations/restore';
import {
  deleteTable,
  describeContinuousBackups,
  describeTable,
  describeTimeToLive,
  listTables,
} from './operations/tables';
import { transactGetItems } from './operations/transact-get';
import { transactWriteItems } from './operations/transact-write';
import { permissions } from './permissions';
import { globalTableProvider, tableProvider } from './resources';
import { Restores } from './restores';
import { Streams } from './streams';
import { Tables } from './tables';
import { TimeToLive } from './ttl';
import type { DynamoDb } from './usable-table';

export interface DynamoDbOptions {
  /** Milliseconds between two searches for expired items. @default 20,000 */
  readonly ttlInterval?: number;
  /** Bytes of the past that are kept for each table with continuous backups. @default 32 MiB */
  readonly historyBytes?: number;
}

export interface DynamoDbService extends LocalService {
  /** The changes of tables, for readers within the runtime. */
  readonly streams: Streams;
}

/** DynamoDB: dynalite over LevelDB, with atomic writes, transactions, TTL, streams and backups. */
export function createDynamoDb(kernel: Kernel, options: DynamoDbOptions = {}): DynamoDbService {
  const engine = new Engine(join(kernel.folder('dynamodb'), 'level'), () => kernel.now());
  const tables = new Tables();
  const streams = new Streams(kernel, engine, tables);
  const backups = new Backups(kernel, engine);
  const dropped = new Dropped(kernel);
  const restores = new Restores(kernel, engine, tables, backups, dropped);
  const drop = dropper({ engine, tables, restores, dropped });
  const dynamo: DynamoDb = { kernel, engine, tables, streams, backups, restores, dropped, drop };
  const timeToLive = new TimeToLive(dynamo, options.historyBytes ?? historyBytes);
  return {
    streams,
    wire: {
      id: 'dynamodb',
      sdk,
      permissions,
      operations: {
        BatchGetItem: batchGetItem(dynamo),
        BatchWriteItem: batchWriteItem(dynamo),
        ...backupOperations(dynamo),
        DeleteItem: writeItem(dynamo, 'DeleteItem'),
        DeleteTable: deleteTable(dynamo),
        DescribeContinuousBackups: describeContinuousBackups(dynamo),
        DescribeTable: describeTable(dynamo),
        DescribeTimeToLive: describeTimeToLive(dynamo),
        GetItem: getItem(dynamo),
        ListTables: listTables(dynamo),
        PutItem: writeItem(dynamo, 'PutItem'),
        Query: query(dynamo),
        RestoreTableFromBackup: restoreTableFromBackup(dynamo),
        RestoreTableToPointInTime: restoreTableToPointInTime(dynamo),
        Scan: scan(dynamo),
        TransactGetItems: transactGetItems(dynamo),
        TransactWriteItems: transactWriteItems(dynamo),
        UpdateItem: writeItem(dynamo, 'UpdateItem'),
      },
    },
    resources: {
      'AWS::DynamoDB::GlobalTable': globalTableProvider(dynamo),
      'AWS::DynamoDB::Table': tableProvider(dynamo),
    },
    async start() {
      await backups.resume();
      restores.resume();
      await timeToLive.start(options.ttlInterval);
    },
    async sweep() {
      await timeToLive.sweepNow();
      await engine.compact();
    },
    async stop() {
      await restores.stop();
      await timeToLive.stop();
      await engine.close();
    },
  };
}
