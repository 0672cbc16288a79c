import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from '../shared/items';
import type { PlaybackPorts } from './playback';

/** Playback sessions in the `sessions` table. */
export function sessionTable(client: DynamoDBClient, table: string): PlaybackPorts['sessions'] {
  return {
    async open(session) {
      const Item = toItem(session);
      await client.send(
        new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(id)' }),
      );
    },
  };
}
