import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { isNamed } from '../shared/errors';
import { fromItem, toItem } from '../shared/items';
import { activity } from './activity';
import type { ActivityStore } from './events';

/** The table `activity`. */
export function activityTable(client: DynamoDBClient, TableName: string): ActivityStore {
  return {
    async find(id) {
      const key = { TableName, Key: { id: { S: id } } };
      const { Item } = await client.send(new GetItemCommand({ ...key, ConsistentRead: true }));
      return Item && z.parse(activity, fromItem(Item));
    },

    async write(row) {
      const before = row.revision - 1;
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item: toItem(row),
            ConditionExpression: before === 0 ? 'attribute_not_exists(id)' : 'revision = :before',
            ...(before > 0 && { ExpressionAttributeValues: { ':before': { N: String(before) } } }),
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
