import { type DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../shared/errors';
import { conditionalUpdate, toItem } from '../shared/items';
import type { Erasure } from './erasure';
import { ErasureTable } from './erasures.client';

/** The table as the API uses it. */
export class RequestedErasures extends ErasureTable {
  constructor(
    client: DynamoDBClient,
    table: string,
    private readonly assetsTable: string,
  ) {
    super(client, table);
  }

  /**
   * Marks an asset as deleted, and creates its erasure, in one transaction. Returns false and changes nothing if the asset
   * was deleted before or is under a legal hold, or if another write to it conflicts with the transaction.
   */
  async createForAsset(made: Erasure, assetId: string): Promise<boolean> {
    const members = {
      ...{ status: 'DELETED', erasure: made.id, updatedAt: made.requestedAt },
      // Out of every list; the indexes of genres and states are sparse, too.
      ...{ catalogue: undefined, waiting: undefined },
    };
    const condition = {
      expression: 'attribute_exists(id) AND #status <> :deleted AND attribute_not_exists(#legalHold)',
      values: { deleted: 'DELETED' },
    };
    const update = conditionalUpdate(members, condition);
    const Update = { TableName: this.assetsTable, Key: { id: { S: assetId } }, ...update };
    try {
      await this.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Update }, { Put: { TableName: this.table, Item: toItem(made) } }],
        }),
      );
      return true;
    } catch (error) {
      if (isNamed(error, 'TransactionCanceledException')) return false;
      throw error;
    }
  }

  async create(made: Erasure): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: this.table, Item: toItem(made) }));
  }
}
