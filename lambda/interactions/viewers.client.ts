import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { isNamed } from '../shared/errors';
import { fromItem, toItem, updateOf } from '../shared/items';
import { unchosen, type Viewer, viewer } from '../shared/viewers';
import type { Choices, ViewerStore } from './me';

/** The table `viewers`. */
export class ViewerTable implements ViewerStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly now: () => Date,
  ) {}

  async find(id: string): Promise<Viewer | undefined> {
    // A consistent read: the events of a viewer who has just opted out must not be used.
    const { Item } = await this.client.send(new GetItemCommand({ ...this.keyOf(id), ConsistentRead: true }));
    return Item && z.parse(viewer, fromItem(Item));
  }

  async ensure(id: string): Promise<Viewer> {
    const known = await this.find(id);
    if (known) return known;
    const at = this.now().toISOString();
    const created: Viewer = { id, ...unchosen, createdAt: at, updatedAt: at };
    try {
      const Item = toItem(created);
      await this.client.send(
        new PutItemCommand({ TableName: this.table, Item, ConditionExpression: 'attribute_not_exists(id)' }),
      );
      return created;
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      return (await this.find(id)) ?? created;
    }
  }

  async change(id: string, changes: Partial<Choices>): Promise<Viewer> {
    await this.ensure(id);
    const update = updateOf({ ...changes, updatedAt: this.now().toISOString() });
    const { Attributes = {} } = await this.client.send(
      new UpdateItemCommand({ ...this.keyOf(id), ...update, ReturnValues: 'ALL_NEW' }),
    );
    return z.parse(viewer, fromItem(Attributes));
  }

  private keyOf(id: string) {
    return { TableName: this.table, Key: { id: { S: id } } };
  }
}
