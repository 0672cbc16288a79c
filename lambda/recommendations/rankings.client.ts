import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { readable } from '../shared/records';
import type { Rankings } from './rows';

const ranking = z.object({ id: z.string(), assets: z.array(z.object({ id: z.string() })) });

/** The table `rankings`. */
export class RankingTable {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** Rankings that were not computed yet are empty. Throws when DynamoDB does not return all of them. */
  async read(abortSignal: AbortSignal): Promise<Rankings> {
    const { table } = this;
    const Keys = ['popular', 'trending'].map((id) => ({ id: { S: id } }));
    const { Responses, UnprocessedKeys } = await this.client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }),
      { abortSignal },
    );
    if (UnprocessedKeys?.[table]?.Keys?.length) throw new Error('DynamoDB did not return all rankings');
    const rows = readable(ranking, Responses?.[table], 'rankings');
    const order = (id: string) => rows.find((row) => row.id === id)?.assets.map((asset) => asset.id) ?? [];
    return { popular: order('popular'), trending: order('trending') };
  }
}
