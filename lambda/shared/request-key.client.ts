import {
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  PutItemCommand,
  type TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { isNamed } from './errors';
import { fromItem, toItem } from './items';
import { type KeyRecord, KeyTaken, keptSeconds, type NotedKeys, type RequestKey } from './request-key';

const row = z.object({ fingerprint: z.string(), result: z.string(), expiresAt: z.number() });

/** The key of a row: no other row of the tables has such an id. It holds no name of a caller. */
const rowOf = ({ id }: RequestKey) => `key:${id}`;

const seconds = (time: Date) => Math.floor(time.getTime() / 1000);

/** Keys of requests, as rows of the table that the requests write to. The table deletes them by `expiresAt`. */
export class RequestKeyTable implements NotedKeys {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly now: () => Date,
  ) {}

  async find(key: RequestKey): Promise<KeyRecord | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: { id: { S: rowOf(key) } }, ConsistentRead: true }),
    );
    const found = Item && z.parse(row, fromItem(Item));
    // DynamoDB deletes expired rows some time later.
    return found && found.expiresAt > seconds(this.now()) ? found : undefined;
  }

  async note(key: RequestKey, result: string): Promise<void> {
    try {
      await this.client.send(new PutItemCommand(keyPut(this.table, key, result, this.now())));
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    }
  }
}

/** Writes the key's row in the transaction that creates the result, unless there is one. */
export function keyPut(TableName: string, key: RequestKey, result: string, now: Date) {
  const record = { id: rowOf(key), fingerprint: key.fingerprint, result, expiresAt: seconds(now) + keptSeconds };
  return {
    TableName,
    Item: toItem(record),
    ConditionExpression: 'attribute_not_exists(id) OR expiresAt <= :now',
    ExpressionAttributeValues: { ':now': { N: String(seconds(now)) } },
  } satisfies Put;
}

/** Throws {@link KeyTaken} if a transaction was cancelled by the condition of its item `index`, a {@link keyPut}. */
export function refuseTakenKey(error: unknown, index: number): void {
  const { CancellationReasons } = error as TransactionCanceledException;
  if (CancellationReasons?.[index]?.Code === 'ConditionalCheckFailed') throw new KeyTaken();
}
