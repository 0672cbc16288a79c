import { DeleteItemCommand, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Target } from './erasure';
import type { Erased, Store } from './stores';

/** Rows of a table whose keys follow from the id of the asset or viewer. */
export class KeyedRows implements Store {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly keysOf: (id: string) => readonly string[] = (id) => [id],
  ) {}

  async erase(target: Target): Promise<Erased> {
    let removed = 0;
    for (const key of this.keys(target)) {
      const { Attributes } = await this.client.send(new DeleteItemCommand({ ...key, ReturnValues: 'ALL_OLD' }));
      if (Attributes) removed += 1;
    }
    return { removed, isComplete: true };
  }

  async search(target: Target): Promise<number> {
    let found = 0;
    for (const key of this.keys(target)) {
      const { Item } = await this.client.send(new GetItemCommand({ ...key, ConsistentRead: true }));
      if (Item) found += 1;
    }
    return found;
  }

  private keys({ id }: Target) {
    return this.keysOf(id).map((key) => ({ TableName: this.table, Key: { id: { S: key } } }));
  }
}
