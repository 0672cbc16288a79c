import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { consumedCapacity } from '../capacity';
import type { Table } from '../tables';
import { type DynamoDb, usableTable } from '../usable-table';
import { itemFromWire, itemsFromWire, toWire } from '../values';

type ReadInput = GetItemCommandInput | QueryCommandInput | ScanCommandInput;
type WriteInput = PutItemCommandInput | UpdateItemCommandInput | DeleteItemCommandInput;
type WriteOutput = Omit<PutItemCommandOutput | UpdateItemCommandOutput | DeleteItemCommandOutput, '$metadata'>;

export function getItem(dynamo: DynamoDb): Operation<GetItemCommandInput, Omit<GetItemCommandOutput, '$metadata'>> {
  return async (input, call) => {
    const { table, output } = await read(dynamo, 'GetItem', input, call);
    return { Item: itemFromWire(output.Item), ConsumedCapacity: consumedCapacity(output, table) };
  };
}

export function query(dynamo: DynamoDb): Operation<QueryCommandInput, Omit<QueryCommandOutput, '$metadata'>> {
  return async (input, call) => page(await read(dynamo, 'Query', input, call));
}

export function scan(dynamo: DynamoDb): Operation<ScanCommandInput, Omit<ScanCommandOutput, '$metadata'>> {
  return async (input, call) => page(await read(dynamo, 'Scan', input, call));
}

/** PutItem, UpdateItem and DeleteItem. */
export function writeItem(
  dynamo: DynamoDb,
  name: 'PutItem' | 'UpdateItem' | 'DeleteItem',
): Operation<WriteInput, WriteOutput> {
  return async (input, call) => {
    if (name === 'PutItem' && !('Item' in input && input.Item)) {
      const why = "Value null at 'item' failed to satisfy constraint: Member must not be null";
      throw new ServiceError('ValidationException', `1 validation error detected: ${why}`);
    }
    const table = usableTable(dynamo, call, input.TableName, 'write');
    const { engine } = dynamo;
    const data = engine.prepare(name, toWire({ ...input, TableName: table.engineName }) as object);
    const output = await engine.write((unit) => unit.perform(name, data, input.ReturnValuesOnConditionCheckFailure));
    return { Attributes: itemFromWire(output.Attributes), ConsumedCapacity: consumedCapacity(output, table) };
  };
}

interface Reading {
  readonly table: Table;
  readonly output: Record<string, unknown>;
}

async function read(
  dynamo: DynamoDb,
  name: 'GetItem' | 'Query' | 'Scan',
  input: ReadInput,
  call: Call,
): Promise<Reading> {
  const table = usableTable(dynamo, call, input.TableName, 'read');
  const data = dynamo.engine.prepare(name, toWire({ ...input, TableName: table.engineName }) as object);
  return { table, output: await dynamo.engine.read(name, data) };
}

function page({ table, output }: Reading) {
  return {
    Items: itemsFromWire(output.Items),
    Count: output.Count as number,
    ScannedCount: output.ScannedCount as number,
    LastEvaluatedKey: itemFromWire(output.LastEvaluatedKey),
    ConsumedCapacity: consumedCapacity(output, table),
  };
}
