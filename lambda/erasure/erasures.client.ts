import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { fromItem } from '../shared/items';
import { type Erasure, erasure } from './erasure';

/** The table `erasures`. */
export class ErasureTable {
  constructor(
    protected readonly client: DynamoDBClient,
    protected readonly table: string,
  ) {}

  async find(id: string): Promise<Erasure | undefined> {
    const { Item } = await this.client.send(new GetItemCommand({ ...this.at(id), ConsistentRead: true }));
    return Item && erasure.parse(fromItem(Item));
  }

  protected at(id: string) {
    return { TableName: this.table, Key: { id: { S: id } } };
  }
}
