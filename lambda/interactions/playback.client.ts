import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem } from '../shared/items';
import type { PlaybackReader, PlaybackSession } from './playback';

/** The members of a row of `sessions` that reports are checked with. */
const row = z.object({
  id: z.string(),
  userId: z.string(),
  assetId: z.string(),
  createdAt: z.string(),
  /** Seconds since 1970. */
  expiresAt: z.number(),
  endedAt: z.optional(z.string()),
  durationSeconds: z.optional(z.number()),
});

/** The table `sessions`, which the function `playback` writes. */
export class PlaybackTable implements PlaybackReader {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** One call: a batch has at most as many events as BatchGetItem accepts keys. Throws if DynamoDB leaves some out. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, PlaybackSession>> {
    if (ids.length === 0) return new Map();
    const { table } = this;
    const names = Object.keys(row.shape);
    const keys = {
      Keys: ids.map((id) => ({ id: { S: id } })),
      ConsistentRead: true,
      ProjectionExpression: names.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    };
    const { Responses, UnprocessedKeys } = await this.client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: keys } }),
    );
    if (UnprocessedKeys?.[table]?.Keys?.length) throw new Error('DynamoDB did not return all playback sessions');
    return new Map(
      (Responses?.[table] ?? []).map((item) => sessionOf(z.parse(row, fromItem(item)))).map((one) => [one.id, one]),
    );
  }
}

function sessionOf({
  id,
  userId,
  assetId,
  createdAt,
  expiresAt,
  endedAt,
  durationSeconds,
}: z.output<typeof row>): PlaybackSession {
  const expiry = expiresAt * 1000;
  return {
    ...{ id, userId, assetId },
    startedAt: Date.parse(createdAt),
    endsAt: endedAt === undefined ? expiry : Math.min(expiry, Date.parse(endedAt)),
    ...(durationSeconds !== undefined && { durationSeconds }),
  };
}
