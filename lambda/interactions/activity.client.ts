import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { isNamed } from '../shared/errors';
import { fromItem, toItem } from '../shared/items';
import { type Activity, activity } from './activity';
import type { ActivityStore } from './events';

/** The table `activity`. */
export class ActivityTable implements ActivityStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async find(id: string): Promise<Activity | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item && z.parse(activity, fromItem(Item));
  }

  async write(row: Activity): Promise<boolean> {
    const before = row.revision - 1;
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.table,
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
  }
}
