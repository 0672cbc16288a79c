import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { isNamed } from '../shared/errors';
import { fromItem, sameRevision, toItem } from '../shared/items';
import { type Activity, activity } from './activity';
import { type Pace, pace, paceId } from './pace';
import type { RowStore } from './rows';

/** Rows of the table `activity`, each with the number of its writes. */
class RevisedRows<Row extends { readonly id: string; readonly revision: number }> implements RowStore<Row> {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly schema: z.ZodMiniType<Row>,
    private readonly keyOf: (userId: string) => string,
  ) {}

  async find(userId: string): Promise<Row | undefined> {
    const Key = { id: { S: this.keyOf(userId) } };
    const { Item } = await this.client.send(new GetItemCommand({ TableName: this.table, Key, ConsistentRead: true }));
    return Item && z.parse(this.schema, fromItem(Item));
  }

  async write(row: Row): Promise<boolean> {
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.table,
          Item: toItem(row),
          ...sameRevision(row.revision - 1),
        }),
      );
      return true;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return false;
      throw error;
    }
  }
}

/** The row of each viewer's activity, by the viewer's id. */
export class ActivityTable extends RevisedRows<Activity> {
  constructor(client: DynamoDBClient, table: string) {
    super(client, table, activity, (userId) => userId);
  }
}

/** The row of each viewer's pace, in the same table. */
export class PaceTable extends RevisedRows<Pace> {
  constructor(client: DynamoDBClient, table: string) {
    super(client, table, pace, paceId);
  }
}
