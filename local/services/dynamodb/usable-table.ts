import type { Kernel } from '../../kernel/kernel';
import type { Call } from '../../kernel/service';
import { authorizeKeyUse } from '../kms/use-key';
import type { Engine } from './engine';
import type { Streams } from './streams';
import type { Table, Tables } from './tables';

/** The parts that the operations use. */
export interface DynamoDb {
  readonly streams: Streams;
  readonly kernel: Kernel;
  readonly engine: Engine;
  readonly tables: Tables;
}

export type Access = 'read' | 'write';

/** Returns the table of a request, if its key's policy allows the caller to read or write the encrypted data. */
export function usableTable({ kernel, tables }: DynamoDb, call: Call, name: string | undefined, access: Access): Table {
  const table = tables.find(name, call.region);
  authorizeKeyUse(kernel, {
    principal: call.principal,
    region: call.region,
    via: 'dynamodb',
    key: table.key,
    actions: access === 'read' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'],
    encryptionContext: {
      'aws:dynamodb:tableName': table.name,
      'aws:dynamodb:subscriberId': kernel.accountId,
    },
  });
  return table;
}
