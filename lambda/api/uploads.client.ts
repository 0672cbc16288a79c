import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../shared/errors';
import { assetReader } from '../shared/http-asset.client';
import { toItem } from '../shared/items';
import type { UploadRecords } from './uploads';

/** Records of uploads in the `assets` table. */
export function uploadRecords(client: DynamoDBClient, table: string): UploadRecords {
  return {
    ...assetReader(client, table),

    async create(asset) {
      await client.send(
        new PutItemCommand({ TableName: table, Item: toItem(asset), ConditionExpression: 'attribute_not_exists(id)' }),
      );
    },

    async removeUploading(id) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: table,
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
    },
  };
}
