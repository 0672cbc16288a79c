import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem } from '../shared/items';
import type { Rankings } from './rows';

const ranking = z.object({ id: z.string(), assets: z.array(z.object({ id: z.string() })) });

/** The orders in the `rankings` table; empty where none was computed yet. Throws while DynamoDB is too busy. */
export async function readRankings(client: DynamoDBClient, table: string, abortSignal: AbortSignal): Promise<Rankings> {
  const Keys = ['popular', 'trending'].map((id) => ({ id: { S: id } }));
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }),
    { abortSignal },
  );
  if (UnprocessedKeys?.[table]?.Keys?.length) throw new Error('The rankings were not all read');
  const rows = (Responses?.[table] ?? []).map((item) => z.parse(ranking, fromItem(item)));
  const order = (id: string) => rows.find((row) => row.id === id)?.assets.map((asset) => asset.id) ?? [];
  return { popular: order('popular'), trending: order('trending') };
}
