import {
  type DynamoDBClient,
  GetItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { isNamed } from '../shared/errors';
import { fromItem, toItem } from '../shared/items';
import { type Account, account, type Session, type SessionStore, session } from './sessions';

/** The key of a viewer's account: no session's id has a colon. */
const accountId = (userId: string) => `viewer:${userId}`;

/** Playback sessions in the `sessions` table: a row for each session, and one for each viewer's open ones. */
export function sessionTable(client: DynamoDBClient, TableName: string): SessionStore {
  async function read(id: string) {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } }, ConsistentRead: true }));
    return Item && fromItem(Item);
  }

  return {
    async find(id): Promise<Session | undefined> {
      const row = await read(id);
      return row && z.parse(session, row);
    },

    async account(userId): Promise<Account> {
      const row = await read(accountId(userId));
      return row ? z.parse(account, row) : { open: [], revision: 0 };
    },

    async write({ userId, before, open, put, ended = [], now }) {
      // The table may forget the row when the last of its sessions is over.
      const expiresAt = Math.max(...open.map((one) => one.expiresAt), Math.floor(now.getTime() / 1000));
      const row = { id: accountId(userId), open, revision: before.revision + 1, expiresAt };
      const items: TransactWriteItem[] = [
        {
          Put: {
            TableName,
            Item: toItem(row),
            ConditionExpression: before.revision === 0 ? 'attribute_not_exists(id)' : 'revision = :before',
            ...(before.revision > 0 && { ExpressionAttributeValues: { ':before': { N: String(before.revision) } } }),
          },
        },
        ...ended.map((id) => ({
          Update: {
            TableName,
            Key: { id: { S: id } },
            UpdateExpression: 'SET endedAt = if_not_exists(endedAt, :now)',
            // A row that the table has forgotten must not come back as half of one.
            ConditionExpression: 'attribute_exists(id)',
            ExpressionAttributeValues: { ':now': { S: now.toISOString() } },
          },
        })),
        ...(put
          ? [{ Put: { TableName, Item: toItem(put), ConditionExpression: 'attribute_not_exists(endedAt)' } }]
          : []),
      ];
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
        return true;
      } catch (error) {
        if (isNamed(error, 'TransactionCanceledException')) return false;
        throw error;
      }
    },
  };
}
