import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { isNamed } from '../shared/errors';
import { fromItem, toItem, updateOf } from '../shared/items';
import { unchosen, type Viewer, viewer } from '../shared/viewers';

export type Choices = Pick<Viewer, 'personalised' | 'languages' | 'ageLimit'>;

/** What viewers chose, in the table `viewers`. */
export interface ViewerStore {
  find(id: string): Promise<Viewer | undefined>;
  /** The viewer's row; made of what holds for everybody when there is none, so that they are known from now on. */
  ensure(id: string): Promise<Viewer>;
  change(id: string, changes: Partial<Choices>): Promise<Viewer>;
}

export function viewerTable(client: DynamoDBClient, TableName: string, now: () => Date): ViewerStore {
  const keyOf = (id: string) => ({ TableName, Key: { id: { S: id } } });

  async function find(id: string): Promise<Viewer | undefined> {
    // Who has just opted out must not be followed any more.
    const { Item } = await client.send(new GetItemCommand({ ...keyOf(id), ConsistentRead: true }));
    return Item && z.parse(viewer, fromItem(Item));
  }

  async function ensure(id: string): Promise<Viewer> {
    const known = await find(id);
    if (known) return known;
    const at = now().toISOString();
    const made: Viewer = { id, ...unchosen, createdAt: at, updatedAt: at };
    try {
      const put = { TableName, Item: toItem(made), ConditionExpression: 'attribute_not_exists(id)' };
      await client.send(new PutItemCommand(put));
      return made;
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      return (await find(id)) ?? made;
    }
  }

  return {
    find,
    ensure,
    async change(id, changes) {
      await ensure(id);
      const update = updateOf({ ...changes, updatedAt: now().toISOString() });
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({ ...keyOf(id), ...update, ReturnValues: 'ALL_NEW' }),
      );
      return z.parse(viewer, fromItem(Attributes));
    },
  };
}
