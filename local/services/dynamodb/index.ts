import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-dynamodb';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Engine } from './engine';
import { batchGetItem, batchWriteItem } from './operations/batch';
import { getItem, query, scan, writeItem } from './operations/items';
import { describeContinuousBackups, describeTable, describeTimeToLive, listTables } from './operations/tables';
import { transactGetItems } from './operations/transact-get';
import { transactWriteItems } from './operations/transact-write';
import { permissions } from './permissions';
import { globalTableProvider, tableProvider } from './resources';
import { Streams } from './streams';
import { Tables } from './tables';
import { TimeToLive } from './ttl';
import type { DynamoDb } from './usable-table';

export interface DynamoDbOptions {
  /** Milliseconds between two searches for expired items. @default 20,000 */
  readonly ttlInterval?: number;
}

export interface DynamoDbService extends LocalService {
  /** The changes of tables, for readers within the runtime. */
  readonly streams: Streams;
}

/** DynamoDB: dynalite over LevelDB, with atomic writes, transactions, TTL and streams. */
export function createDynamoDb(kernel: Kernel, options: DynamoDbOptions = {}): DynamoDbService {
  const engine = new Engine(join(kernel.folder('dynamodb'), 'level'), () => kernel.now());
  const tables = new Tables();
  const streams = new Streams(kernel, engine, tables);
  const dynamo: DynamoDb = { kernel, engine, tables, streams };
  const timeToLive = new TimeToLive(dynamo);
  return {
    streams,
    wire: {
      id: 'dynamodb',
      sdk,
      permissions,
      operations: {
        BatchGetItem: batchGetItem(dynamo),
        BatchWriteItem: batchWriteItem(dynamo),
        DeleteItem: writeItem(dynamo, 'DeleteItem'),
        DescribeContinuousBackups: describeContinuousBackups(dynamo),
        DescribeTable: describeTable(dynamo),
        DescribeTimeToLive: describeTimeToLive(dynamo),
        GetItem: getItem(dynamo),
        ListTables: listTables(dynamo),
        PutItem: writeItem(dynamo, 'PutItem'),
        Query: query(dynamo),
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
    start: () => timeToLive.start(options.ttlInterval),
    async stop() {
      await timeToLive.stop();
      await engine.close();
    },
  };
}
