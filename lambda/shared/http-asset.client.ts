import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Asset, asset } from './assets';
import type { AssetReader } from './http-asset';
import { fromItem } from './items';

/** Reads the `assets` table. */
export class AssetTableReader implements AssetReader {
  constructor(
    protected readonly client: DynamoDBClient,
    protected readonly table: string,
  ) {}

  async find(id: string): Promise<Asset | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item && z.parse(asset, fromItem(Item));
  }
}
