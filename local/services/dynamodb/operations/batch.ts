import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  ConsumedCapacity,
  KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import type { Call, Operation } from '../../../kernel/service';
import { type Access, type DynamoDb, usableTable } from '../usable-table';
import { itemsFromWire, toWire } from '../values';

/** Reads up to 100 keys. Items beyond 16 MB are returned as unprocessed. */
export function batchGetItem(
  dynamo: DynamoDb,
): Operation<BatchGetItemCommandInput, Omit<BatchGetItemCommandOutput, '$metadata'>> {
  return async (input, call) => {
    const { requests, nameOf } = renamed(dynamo, call, input.RequestItems, 'read');
    const data = dynamo.engine.prepare('BatchGetItem', { ...input, RequestItems: requests });
    const output = await dynamo.engine.read('BatchGetItem', data);
    const responses = Object.entries(output.Responses as Record<string, unknown>);
    const unprocessed = Object.entries(output.UnprocessedKeys as Record<string, { Keys: unknown }>);
    return {
      Responses: Object.fromEntries(responses.map(([table, items]) => [nameOf(table), itemsFromWire(items) ?? []])),
      UnprocessedKeys: Object.fromEntries(
        unprocessed.map(([table, { Keys }]) => {
          const request = input.RequestItems?.[nameOf(table)] as KeysAndAttributes;
          return [nameOf(table), { ...request, Keys: itemsFromWire(Keys) ?? [] }];
        }),
      ),
      ConsumedCapacity: capacities(output, nameOf),
    };
  };
}

/**
 * Carries out up to 25 puts and deletes. On AWS they are independent of each other; here either all are written or
 * none.
 */
export function batchWriteItem(
  dynamo: DynamoDb,
): Operation<BatchWriteItemCommandInput, Omit<BatchWriteItemCommandOutput, '$metadata'>> {
  return async (input, call) => {
    const { requests, nameOf } = renamed(dynamo, call, input.RequestItems, 'write');
    const data = dynamo.engine.prepare('BatchWriteItem', { ...input, RequestItems: requests });
    const output = await dynamo.engine.write((unit) => unit.perform('BatchWriteItem', data));
    return { UnprocessedItems: {}, ConsumedCapacity: capacities(output, nameOf) };
  };
}

/** Returns the requests under the engine's names of the tables, and the function that converts the names back. */
function renamed(dynamo: DynamoDb, call: Call, items: Readonly<Record<string, unknown>> | undefined, access: Access) {
  const requests: Record<string, unknown> = {};
  const names = new Map<string, string>();
  for (const [name, request] of Object.entries(items ?? {})) {
    const { engineName } = usableTable(dynamo, call, name, access);
    requests[engineName] = toWire(request);
    names.set(engineName, name);
  }
  return { requests, nameOf: (engineName: string) => names.get(engineName) as string };
}

function capacities(output: Record<string, unknown>, nameOf: (engineName: string) => string) {
  const consumed = output.ConsumedCapacity as ConsumedCapacity[] | undefined;
  return consumed?.map((capacity) => ({ ...capacity, TableName: nameOf(capacity.TableName as string) }));
}
