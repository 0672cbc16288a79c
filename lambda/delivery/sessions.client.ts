import {
  type DynamoDBClient,
  GetItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { isNamed } from '../shared/errors';
import { fromItem, sameRevision, toItem } from '../shared/items';
import { keyPut, refuseTakenKey } from '../shared/request-key.client';
import { type Account, account, type Change, type Session, type SessionStore, session } from './sessions';

/** The key of a viewer's account: no session's id has a colon. */
const accountId = (userId: string) => `viewer:${userId}`;

/** Playback sessions in the `sessions` table: a row for each session, and one for each viewer's open sessions. */
export class SessionTable implements SessionStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async find(id: string): Promise<Session | undefined> {
    const row = await this.row(id);
    return row && z.parse(session, row);
  }

  async account(userId: string): Promise<Account> {
    const row = await this.row(accountId(userId));
    return row ? z.parse(account, row) : { open: [], revision: 0 };
  }

  async write({ userId, before, open, opened = before.opened, put, key, ended = [], now }: Change): Promise<boolean> {
    const TableName = this.table;
    // The table may delete the row when the last of its sessions has expired, and the hour of its count is over.
    const hourLater = Math.floor(now.getTime() / 1000) + 3600;
    const expiresAt = Math.max(...open.map((one) => one.expiresAt), hourLater);
    const row = { id: accountId(userId), open, opened, revision: before.revision + 1, expiresAt };
    const items: TransactWriteItem[] = [
      {
        Put: {
          TableName,
          Item: toItem(row),
          ...sameRevision(before.revision),
        },
      },
      ...ended.map((id) => ({
        Update: {
          TableName,
          Key: { id: { S: id } },
          UpdateExpression: 'SET endedAt = if_not_exists(endedAt, :now)',
          // An update must not create part of a row that the table has deleted.
          ConditionExpression: 'attribute_exists(id)',
          ExpressionAttributeValues: { ':now': { S: now.toISOString() } },
        },
      })),
      ...(put ? [{ Put: { TableName, Item: toItem(put), ConditionExpression: 'attribute_not_exists(endedAt)' } }] : []),
    ];
    if (put && key) items.push({ Put: keyPut(TableName, key, put.id, now) });
    try {
      await this.client.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if (!isNamed(error, 'TransactionCanceledException')) throw error;
      if (key) refuseTakenKey(error, items.length - 1);
      return false;
    }
  }

  private async row(id: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item && fromItem(Item);
  }
}
