import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Asset } from '../shared/assets';
import { isNamed } from '../shared/errors';
import { AssetTableReader } from '../shared/http-asset.client';
import { toItem } from '../shared/items';
import type { UploadRecords } from './uploads';

/** Records of uploads in the `assets` table. */
export class UploadTable extends AssetTableReader implements UploadRecords {
  async create(asset: Asset): Promise<void> {
    await this.client.send(
      new PutItemCommand({
        TableName: this.table,
        Item: toItem(asset),
        ConditionExpression: 'attribute_not_exists(id)',
      }),
    );
  }

  async removeUploading(id: string): Promise<boolean> {
    try {
      await this.client.send(
        new DeleteItemCommand({
          TableName: this.table,
          Key: { id: { S: id } },
          ConditionExpression: '#status = :uploading',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':uploading': { S: 'UPLOADING' } },
        }),
      );
      return true;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return false;
      throw error;
    }
  }
}
