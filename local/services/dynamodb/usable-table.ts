import type { Kernel } from '../../kernel/kernel';
import { type Call, ServiceError } from '../../kernel/service';
import { authorizeKeyUse } from '../kms/use-key';
import type { Backups } from './backups';
import type { Dropped } from './dropped';
import type { Engine } from './engine';
import type { Restores } from './restores';
import type { Streams } from './streams';
import type { Table, Tables } from './tables';

/** The parts that the operations use. */
export interface DynamoDb {
  readonly streams: Streams;
  readonly kernel: Kernel;
  readonly engine: Engine;
  readonly tables: Tables;
  readonly backups: Backups;
  readonly restores: Restores;
  readonly dropped: Dropped;
  /** Removes a table in one region, and its data if that was the last one. A later start does not make it again. */
  drop(table: Table): Promise<void>;
}

export type Access = 'read' | 'write';

/** Returns the table of a request, if its key's policy allows the caller to read or write the encrypted data. */
export function usableTable({ kernel, tables }: DynamoDb, call: Call, name: string | undefined, access: Access): Table {
  const table = tables.find(name, call.region);
  // API reference, GetItem and others: a table whose status is not ACTIVE is not found.
  if (table.status) throw new ServiceError('ResourceNotFoundException', 'Requested resource not found');
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

/** The refusal to delete a table with deletion protection. */
export function protectedTable(name: string): ServiceError {
  const message = `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. Table: ${name}`;
  return new ServiceError('ValidationException', message);
}

/** Throws `TableNotFoundException`, with which operations on backups report a table that does not exist. */
export function backedUpTable({ tables }: DynamoDb, name: string | undefined, region: string): Table {
  try {
    return tables.find(name, region);
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    throw new ServiceError('TableNotFoundException', `Table not found: ${name}`);
  }
}
