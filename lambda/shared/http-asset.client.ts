import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Asset, asset } from './assets';
import type { AssetReader } from './http-asset';
import { fromItem } from './items';

/** Reads the `assets` table. */
export function assetReader(client: DynamoDBClient, table: string): AssetReader {
  return {
    async find(id): Promise<Asset | undefined> {
      const key = { id: { S: id } };
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return Item && z.parse(asset, fromItem(Item));
    },
  };
}
