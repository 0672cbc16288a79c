import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { type EraseOutput, erase, eraseInput } from './erase';
import { ErasureProgress } from './progress.client';
import type { Store } from './stores';

/** Milliseconds before the function's timeout that the last requests and the record may take. */
const reserveMs = 60_000;

/** A function that does one step of an erasure. Throws `ZodError` for an unknown step. */
export function eraseFunction(
  client: DynamoDBClient,
  table: string,
  stores: Readonly<Partial<Record<string, Store>>>,
): (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<EraseOutput> {
  const records = new ErasureProgress(client, table);
  const ports = { records, stores, now: () => new Date() };
  return (event, context) =>
    erase(eraseInput.parse(event), ports, () => context.getRemainingTimeInMillis() < reserveMs);
}
