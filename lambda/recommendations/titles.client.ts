import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { assetIdPattern } from '../shared/assets';
import { fromItem, type Item } from '../shared/items';
import type { TitleSource } from './known-titles';
import { type Title, title } from './titles';

/** Maximum of keys in one BatchGetItem. Source: its API reference. */
const keysPerBatch = 100;
/** Calls for one batch: DynamoDB leaves keys out when it is busy or the response is too large. */
const maxTries = 4;

/** Titles that `newest` returns at most, records read at a time, and reads in search of published ones. */
const maxNewest = 100;
const pageSize = 100;
const maxPages = 4;

const members = Object.keys(title.shape);
const projection = {
  ProjectionExpression: members.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(members.map((name) => [`#${name}`, name])),
};

/** Titles in the `assets` table. */
export class TitleTable implements TitleSource {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async byIds(ids: readonly string[], signal: AbortSignal): Promise<Title[]> {
    // Personalize may return ids of titles that were deleted, and ids that are not assets.
    const wanted = [...new Set(ids)].filter((id) => assetIdPattern.test(id));
    const batches = Array.from({ length: Math.ceil(wanted.length / keysPerBatch) }, (_, index) =>
      this.batch(wanted.slice(index * keysPerBatch, (index + 1) * keysPerBatch), signal),
    );
    return (await Promise.all(batches)).flat();
  }

  async newest(abortSignal: AbortSignal): Promise<Title[]> {
    const found: Title[] = [];
    let after: Item | undefined;
    for (let pages = 0; pages < maxPages && found.length < maxNewest; pages++) {
      const { Items, LastEvaluatedKey } = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          IndexName: 'byCreation',
          KeyConditionExpression: '#kind = :asset',
          FilterExpression: '#status IN (:playable, :ready)',
          ProjectionExpression: projection.ProjectionExpression,
          ExpressionAttributeNames: { ...projection.ExpressionAttributeNames, '#kind': 'kind' },
          ExpressionAttributeValues: {
            ':asset': { S: 'asset' },
            ':playable': { S: 'PLAYABLE' },
            ':ready': { S: 'READY' },
          },
          ScanIndexForward: false,
          Limit: pageSize,
          ExclusiveStartKey: after,
        }),
        { abortSignal },
      );
      found.push(...readable(Items));
      after = LastEvaluatedKey;
      if (!after) break;
    }
    return found.slice(0, maxNewest);
  }

  private async batch(ids: readonly string[], abortSignal: AbortSignal): Promise<Title[]> {
    const { table } = this;
    const found: Title[] = [];
    let keys: Item[] | undefined = ids.map((id) => ({ id: { S: id } }));
    for (let tries = 0; keys?.length && tries < maxTries; tries++) {
      const response: BatchGetItemCommandOutput = await this.client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ...projection } } }),
        { abortSignal },
      );
      found.push(...readable(response.Responses?.[table]));
      keys = response.UnprocessedKeys?.[table]?.Keys;
    }
    return found;
  }
}

/** Leaves out invalid records, so that one of them does not fail the page of every viewer. */
function readable(items: readonly Item[] = []): Title[] {
  return items.flatMap((item) => {
    const { success, data } = z.safeParse(title, fromItem(item));
    return success ? [data] : [];
  });
}
