import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../../shared/errors';
import { toItem, updateOf } from '../../shared/items';
import type { Arrival, Arrivals } from './ingest';

/** Step Functions keeps the names of executions for 90 days. Seconds. */
const retentionSeconds = 90 * 24 * 3600;

function key({ executionName }: Arrival) {
  return toItem({ id: `ingest#${executionName}` });
}

/** The arrivals of sources, in the `jobs` table. */
export class ArrivalTable implements Arrivals {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async isDone(arrival: Arrival): Promise<boolean> {
    const update = updateOf({
      assetId: arrival.assetId,
      run: arrival.run,
      source: arrival.source,
      arrivedAt: new Date().toISOString(),
      expiresAt: Math.floor(Date.now() / 1000) + retentionSeconds,
    });
    try {
      await this.client.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: key(arrival),
          ...update,
          ConditionExpression: 'attribute_not_exists(startedAt)',
        }),
      );
      return false;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return true;
      throw error;
    }
  }

  async done(arrival: Arrival): Promise<void> {
    const update = updateOf({ startedAt: new Date().toISOString() });
    await this.client.send(new UpdateItemCommand({ TableName: this.table, Key: key(arrival), ...update }));
  }
}
