import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Table } from './tables';

/** What an action says it has consumed, under the name by which the caller knows the table. */
export function consumedCapacity(output: Record<string, unknown>, table: Table): ConsumedCapacity | undefined {
  const consumed = output.ConsumedCapacity as ConsumedCapacity | undefined;
  return consumed && { ...consumed, TableName: table.name };
}

/** The sum by table; a transaction reads or writes everything twice. */
export function transactionCapacity(
  outputs: readonly { readonly table: Table; readonly output: Record<string, unknown> }[],
): ConsumedCapacity[] | undefined {
  const byTable = new Map<string, number>();
  for (const { table, output } of outputs) {
    const units = consumedCapacity(output, table)?.CapacityUnits;
    if (units !== undefined) byTable.set(table.name, (byTable.get(table.name) ?? 0) + 2 * units);
  }
  return byTable.size === 0
    ? undefined
    : [...byTable].map(([TableName, CapacityUnits]) => ({ TableName, CapacityUnits }));
}
