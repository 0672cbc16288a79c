import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem } from '../shared/items';
import { progress, unchosen, viewer } from '../shared/viewers';
import type { ViewerReader } from './recommendations';

export interface ViewerTables {
  readonly viewers: string;
  readonly activity: string;
}

const choices = z.pick(viewer, { personalised: true, languages: true, ageLimit: true });
const activity = z.object({ watched: z._default(z.array(progress), []) });

/** What the tables `viewers` and `activity` say of a viewer. */
export function viewerReader(client: DynamoDBClient, tables: ViewerTables): ViewerReader {
  return {
    async choices(id, abortSignal) {
      const { Item } = await client.send(
        // Who has just opted out, or lowered the age, must not be shown what was chosen before.
        new GetItemCommand({ TableName: tables.viewers, Key: { id: { S: id } }, ConsistentRead: true }),
        { abortSignal },
      );
      return Item ? z.parse(choices, fromItem(Item)) : unchosen;
    },

    async watched(id, abortSignal) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tables.activity,
          Key: { id: { S: id } },
          ProjectionExpression: '#watched',
          ExpressionAttributeNames: { '#watched': 'watched' },
        }),
        { abortSignal },
      );
      return z.parse(activity, fromItem(Item ?? {})).watched;
    },
  };
}
