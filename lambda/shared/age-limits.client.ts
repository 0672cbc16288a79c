import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { AgeLimits } from './age-limits';
import { fromItem } from './items';
import { type AgeRating, effectiveLimit, unchosen, viewer } from './viewers';

const limits = z.pick(viewer, { ageLimit: true, ageCeiling: true });

/** Reads the age limits in the `viewers` table. */
export class AgeLimitTable implements AgeLimits {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async ageLimit(id: string): Promise<AgeRating> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item ? effectiveLimit(z.parse(limits, fromItem(Item))) : unchosen.ageLimit;
  }
}
