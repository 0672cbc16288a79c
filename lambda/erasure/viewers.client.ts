import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { subOf } from '../shared/pseudonyms.client';
import type { ErasureRoutePorts } from './erasures';

type Viewers = ErasureRoutePorts['viewers'];

/** The links between users and their pseudonyms, in the table `viewers`. */
export class PseudonymLinks implements Viewers {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async pseudonymOf(userId: string): Promise<string | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: { id: { S: userId } }, ConsistentRead: true }),
    );
    return Item?.pseudonym?.S;
  }

  async userOf(pseudonym: string): Promise<string | undefined> {
    const userId = await subOf(this.client, this.table, pseudonym);
    if (userId === undefined) return undefined;
    // The index may still have the pseudonym of a row that was removed.
    return (await this.pseudonymOf(userId)) === pseudonym ? userId : undefined;
  }
}
