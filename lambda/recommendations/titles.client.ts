import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { assetIdPattern } from '../shared/assets';
import type { Item } from '../shared/items';
import { readable } from '../shared/records';
import type { TitleSource } from './known-titles';
import { type Title, title } from './titles';

/** Maximum of keys in one BatchGetItem. Source: its API reference. */
const keysPerBatch = 100;
/** Calls for one batch: DynamoDB leaves keys out when it is busy or the response is too large. */
const maxTries = 4;

/** Maximum of titles that `newest` returns. */
const maxNewest = 100;

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
    const { Items } = await this.client.send(
      new QueryCommand({
        TableName: this.table,
        IndexName: 'byPublication',
        KeyConditionExpression: '#catalogue = :published',
        ProjectionExpression: projection.ProjectionExpression,
        ExpressionAttributeNames: { ...projection.ExpressionAttributeNames, '#catalogue': 'catalogue' },
        ExpressionAttributeValues: { ':published': { S: 'published' } },
        ScanIndexForward: false,
        Limit: maxNewest,
      }),
      { abortSignal },
    );
    return readable(title, Items);
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
      found.push(...readable(title, response.Responses?.[table]));
      keys = response.UnprocessedKeys?.[table]?.Keys;
    }
    return found;
  }
}
