import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { Asset } from '../shared/assets';
import { type Attempts, withAttempts } from '../shared/attempts';
import { DraftTable } from '../shared/drafts.client';
import { isNamed } from '../shared/errors';
import { fromItem, sameRevision, toItem } from '../shared/items';
import { Problem } from '../shared/problem';
import type { RequestKey } from '../shared/request-key';
import { keyPut, refuseTakenKey } from '../shared/request-key.client';
import type { UploadRecords } from './uploads';

/** A creator's uploads that may be open. */
const openUploads = z.object({ open: z.array(z.string()), revision: z.number() });
type OpenUploads = z.output<typeof openUploads>;

/** Of writes of the row, which another upload of the creator may have changed since it was read. */
const attempts: Attempts = { most: 10, baseMs: 20, doublings: 3 };
/** The table deletes the row after this time: all uploads that it names are over by then. */
const keptMs = 30 * 86_400_000;

/** Records of uploads in the `assets` table. Those of each creator that may be open are a row of the `usage` table. */
export class UploadTable extends DraftTable implements UploadRecords {
  constructor(
    client: DynamoDBClient,
    table: string,
    private readonly usageTable: string,
  ) {
    super(client, table);
  }

  async hasRoom(ownerId: string, mostOpen: number): Promise<boolean> {
    return (await this.openOf(ownerId, mostOpen)).open.length < mostOpen;
  }

  async create(asset: Asset, mostOpen: number, key?: RequestKey): Promise<boolean> {
    const { ownerId } = asset;
    const now = new Date(asset.createdAt);
    const expiresAt = Math.floor((now.getTime() + keptMs) / 1000);
    const created = await withAttempts(async () => {
      const { open, revision } = await this.openOf(ownerId, mostOpen);
      if (open.length >= mostOpen) return false;
      const row = { id: rowOf(ownerId), open: [...open, asset.id], revision: revision + 1, expiresAt };
      const isNew = { ConditionExpression: 'attribute_not_exists(id)' };
      try {
        await this.client.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              { Put: { TableName: this.usageTable, Item: toItem(row), ...sameRevision(revision) } },
              { Put: { TableName: this.table, Item: toItem(asset), ...isNew } },
              ...(key ? [{ Put: keyPut(this.usageTable, key, asset.id, now) }] : []),
            ],
          }),
        );
        return true;
      } catch (error) {
        if (!isNamed(error, 'TransactionCanceledException')) throw error;
        if (key) refuseTakenKey(error, 2);
        return undefined;
      }
    }, attempts);
    if (created !== undefined) return created;
    throw new Problem('busy', 'Other requests are opening uploads of this account. Try again in a moment.');
  }

  /** The row; once it names as many uploads as may be open, without those that are over. */
  private async openOf(ownerId: string, mostOpen: number): Promise<OpenUploads> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.usageTable, Key: { id: { S: rowOf(ownerId) } }, ConsistentRead: true }),
    );
    const row = Item ? z.parse(openUploads, fromItem(Item)) : { open: [], revision: 0 };
    return row.open.length < mostOpen ? row : { ...row, open: await this.stillOpen(row.open) };
  }

  private async stillOpen(ids: readonly string[]): Promise<string[]> {
    const { Responses, UnprocessedKeys } = await this.client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [this.table]: {
            Keys: ids.map((id) => ({ id: { S: id } })),
            ProjectionExpression: 'id, #status',
            ExpressionAttributeNames: { '#status': 'status' },
            ConsistentRead: true,
          },
        },
      }),
    );
    const uploading = (Responses?.[this.table] ?? []).filter(({ status }) => status?.S === 'UPLOADING');
    // What DynamoDB did not read may be open.
    const unread = UnprocessedKeys?.[this.table]?.Keys ?? [];
    return [...uploading, ...unread].map(({ id }) => String(id?.S));
  }
}

/** The key of the row: no day is called so. */
const rowOf = (ownerId: string) => `${ownerId}#open`;
