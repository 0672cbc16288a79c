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

/** Most keys of one BatchGetItem. Source: its API reference. */
const BATCH = 100;
/** How often keys are asked for again that DynamoDB left out, being too busy or the answer too large. */
const TRIES = 4;

/** Published titles wanted of the newest, records read at a time, and how often in search of them. */
const NEWEST = 100;
const PAGE = 100;
const MAX_PAGES = 4;

const members = Object.keys(title.shape);
const projection = {
  ProjectionExpression: members.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(members.map((name) => [`#${name}`, name])),
};

/** Titles in the `assets` table. */
export function titleSource(client: DynamoDBClient, table: string): TitleSource {
  async function batch(ids: readonly string[], abortSignal: AbortSignal): Promise<Title[]> {
    const found: Title[] = [];
    let keys: Item[] | undefined = ids.map((id) => ({ id: { S: id } }));
    for (let tries = 0; keys?.length && tries < TRIES; tries++) {
      const answer: BatchGetItemCommandOutput = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ...projection } } }),
        { abortSignal },
      );
      found.push(...readable(answer.Responses?.[table]));
      keys = answer.UnprocessedKeys?.[table]?.Keys;
    }
    return found;
  }

  return {
    async byIds(ids, signal) {
      // Personalize may know titles that we have none of any more, or never had.
      const wanted = [...new Set(ids)].filter((id) => assetIdPattern.test(id));
      const batches = Array.from({ length: Math.ceil(wanted.length / BATCH) }, (_, index) =>
        batch(wanted.slice(index * BATCH, (index + 1) * BATCH), signal),
      );
      return (await Promise.all(batches)).flat();
    },

    async newest(abortSignal) {
      const found: Title[] = [];
      let after: Item | undefined;
      for (let pages = 0; pages < MAX_PAGES && found.length < NEWEST; pages++) {
        const { Items, LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: table,
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
            Limit: PAGE,
            ExclusiveStartKey: after,
          }),
          { abortSignal },
        );
        found.push(...readable(Items));
        after = LastEvaluatedKey;
        if (!after) break;
      }
      return found.slice(0, NEWEST);
    },
  };
}

/** One record that is not as it should be must not cost everybody their page. */
function readable(items: readonly Item[] = []): Title[] {
  return items.flatMap((item) => {
    const { success, data } = z.safeParse(title, fromItem(item));
    return success ? [data] : [];
  });
}
