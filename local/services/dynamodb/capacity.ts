import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Table } from './tables';

/** Returns the consumed capacity of an action, with the table's name in the caller's form. */
export function consumedCapacity(output: Record<string, unknown>, table: Table): ConsumedCapacity | undefined {
  const consumed = output.ConsumedCapacity as ConsumedCapacity | undefined;
  return consumed && { ...consumed, TableName: table.name };
}

/** Returns the sum by table. A transaction reads or writes every item twice. */
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
