import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { pseudonymIndex } from './pseudonym-index';

/**
 * Returns the `sub` of a viewer; `undefined` for an unknown pseudonym. The index is eventually consistent: it may lack a
 * new pseudonym for a moment, and have a removed one, so callers that read or change the row compare its pseudonym.
 */
export async function subOf(client: DynamoDBClient, table: string, pseudonym: string): Promise<string | undefined> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: pseudonymIndex,
      KeyConditionExpression: '#pseudonym = :pseudonym',
      ExpressionAttributeNames: { '#pseudonym': 'pseudonym' },
      ExpressionAttributeValues: { ':pseudonym': { S: pseudonym } },
    }),
  );
  return Items[0]?.id?.S;
}
