import type { TransactGetItemsCommandInput, TransactGetItemsCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../kernel/service';
import { transactionCapacity } from '../capacity';
import { validationError } from '../rules';
import { type DynamoDb, usableTable } from '../usable-table';
import { itemFromWire, toWire } from '../values';

const maxItems = 100;

/** Reads up to 100 items as of one moment. */
export function transactGetItems(
  dynamo: DynamoDb,
): Operation<TransactGetItemsCommandInput, Omit<TransactGetItemsCommandOutput, '$metadata'>> {
  return async (input, call) => {
    const items = input.TransactItems ?? [];
    if (items.length === 0 || items.length > maxItems) {
      throw validationError(`TransactItems must have 1 to ${maxItems} members`);
    }
    const gets = items.map(({ Get }) => {
      if (!Get) throw validationError('TransactItems can only contain Get');
      const table = usableTable(dynamo, call, Get.TableName, 'read');
      const { ReturnConsumedCapacity } = input;
      const request = toWire({ ...Get, TableName: table.engineName, ReturnConsumedCapacity, ConsistentRead: true });
      return { table, data: dynamo.engine.prepare('GetItem', request as object) };
    });
    // The reads form a unit, so that no write happens between them.
    const outputs = await dynamo.engine.write(async (unit) => {
      const done = [];
      for (const { table, data } of gets) done.push({ table, output: await unit.perform('GetItem', data) });
      return done;
    });
    return {
      Responses: outputs.map(({ output }) => ({ Item: itemFromWire(output.Item) })),
      ConsumedCapacity: transactionCapacity(outputs),
    };
  };
}
