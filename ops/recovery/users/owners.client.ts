import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

/** Gives a user's assets to the user's new id. Returns how many it changed. */
export async function moveAssets(client: DynamoDBClient, TableName: string, from: string, to: string): Promise<number> {
  const query = {
    ...{ TableName, IndexName: 'byOwner', KeyConditionExpression: 'ownerId = :from' },
    ExpressionAttributeValues: { ':from': { S: from } },
  };
  const ids: AttributeValue[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    for (const { id } of Items) if (id) ids.push(id);
  }
  let changed = 0;
  for (const id of ids) {
    try {
      await client.send(
        new UpdateItemCommand({
          ...{ TableName, Key: { id }, UpdateExpression: 'SET ownerId = :to', ConditionExpression: 'ownerId = :from' },
          ExpressionAttributeValues: { ':from': { S: from }, ':to': { S: to } },
        }),
      );
      changed += 1;
    } catch (error) {
      // The index is a moment behind the table.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
  return changed;
}
