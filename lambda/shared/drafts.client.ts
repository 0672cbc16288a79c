import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from './errors';
import { AssetTableReader } from './http-asset.client';

/** Records of open uploads in the `assets` table. */
export class DraftTable extends AssetTableReader {
  /** Removes the record if its status is `UPLOADING`; returns `false` if it is not. */
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
