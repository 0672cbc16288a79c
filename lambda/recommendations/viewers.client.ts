import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem } from '../shared/items';
import { effectiveLimit, type Progress, progress, unchosen, viewer } from '../shared/viewers';
import type { ViewerReader } from './recommendations';

export interface ViewerTableNames {
  readonly viewers: string;
  readonly activity: string;
}

const choices = z.pick(viewer, {
  pseudonym: true,
  personalised: true,
  languages: true,
  ageLimit: true,
  ageCeiling: true,
});
type Choices = Omit<z.output<typeof choices>, 'ageCeiling'>;
const activity = z.object({ watched: z._default(z.array(progress), []) });

/** Reads the tables `viewers` and `activity`. */
export class ViewerTables implements ViewerReader {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly names: ViewerTableNames,
  ) {}

  async choices(id: string, abortSignal: AbortSignal): Promise<Choices> {
    const { Item } = await this.client.send(
      // A consistent read: a viewer who has just opted out, or lowered the age limit, must not see older choices.
      new GetItemCommand({ TableName: this.names.viewers, Key: { id: { S: id } }, ConsistentRead: true }),
      { abortSignal },
    );
    if (!Item) return { ...unchosen, languages: [] };
    const { pseudonym, personalised, languages, ...limits } = z.parse(choices, fromItem(Item));
    return { pseudonym, personalised, languages, ageLimit: effectiveLimit(limits) };
  }

  async watched(id: string, abortSignal: AbortSignal): Promise<readonly Progress[]> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.names.activity,
        Key: { id: { S: id } },
        ProjectionExpression: '#watched',
        ExpressionAttributeNames: { '#watched': 'watched' },
      }),
      { abortSignal },
    );
    return z.parse(activity, fromItem(Item ?? {})).watched;
  }
}
