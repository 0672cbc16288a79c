import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

type Image = Record<string, AttributeValue>;

interface StreamRecord {
  readonly eventName?: string;
  readonly dynamodb: { readonly Keys: Image; readonly NewImage?: Image; readonly OldImage?: Image };
}

/**
 * Replaces the image after each change by the row as it is now. Later changes of the row have been processed since: with
 * the kept image, a deleted title or the data of a viewer who has opted out would come back.
 * Throws if the payload contains no records of a table.
 */
export async function withCurrentRows(client: DynamoDBClient, table: string, payload: string): Promise<string> {
  const { Records } = JSON.parse(payload) as { readonly Records?: unknown };
  if (!Array.isArray(Records)) throw new Error('it contains no records');
  const current: object[] = [];
  for (const record of Records as StreamRecord[]) {
    const { NewImage: _kept, ...change } = record.dynamodb;
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: change.Keys, ConsistentRead: true }),
    );
    const eventName = Item ? 'MODIFY' : 'REMOVE';
    current.push({ ...record, eventName, dynamodb: { ...change, ...(Item && { NewImage: Item }) } });
  }
  return JSON.stringify({ Records: current }, base64);
}

/** Streams contain bytes in base64. The value itself is read, since a Buffer has its own conversion to JSON. */
function base64(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const raw = this[name];
  return raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : value;
}
