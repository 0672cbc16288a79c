import { paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Asset, asset } from '../shared/assets';
import { isNamed } from '../shared/errors';
import { AssetTableReader } from '../shared/http-asset.client';
import { conditionalUpdate, fromItem } from '../shared/items';
import type { Target } from './erasure';
import type { ErasureRoutePorts } from './erasures';
import type { Erased, Store } from './stores';

type Assets = ErasureRoutePorts['assets'];

/** The `assets` table as the routes that delete use it. */
export class DeletableAssets extends AssetTableReader implements Assets {
  async ownsAny(ownerId: string): Promise<boolean> {
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.table,
        IndexName: 'byOwner',
        KeyConditionExpression: 'ownerId = :owner',
        FilterExpression: '#status <> :deleted',
        ProjectionExpression: 'id',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':owner': { S: ownerId }, ':deleted': { S: 'DELETED' } },
      },
    );
    for await (const { Items = [] } of pages) if (Items.length > 0) return true;
    return false;
  }

  async hold(id: string, legalHold: Asset['legalHold'], at: Date): Promise<Asset | undefined> {
    const condition = {
      expression: 'attribute_exists(id) AND #status <> :deleted',
      values: { deleted: 'DELETED' },
    };
    try {
      const { Attributes = {} } = await this.client.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: { id: { S: id } },
          ...conditionalUpdate({ legalHold, updatedAt: at.toISOString() }, condition),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return asset.parse(fromItem(Attributes));
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return undefined;
      throw error;
    }
  }
}

/**
 * Assets of a viewer who is erased. The API refuses to delete an account that owns some, so one that is found was created
 * at the same moment. It is never removed silently: the search finds it, and the erasure fails until it is deleted.
 */
export class OwnedAssets implements Store {
  constructor(private readonly assets: Pick<Assets, 'ownsAny'>) {}

  async erase(): Promise<Erased> {
    return { removed: 0, isComplete: true };
  }

  async search({ id }: Target): Promise<number> {
    return (await this.assets.ownsAny(id)) ? 1 : 0;
  }
}
