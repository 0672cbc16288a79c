import { type ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from './errors';
import type { Usage, Used } from './usage';

/** The table deletes a day's row after this time. */
const keptSeconds = 7 * 86_400;

/** The table `usage`: a row for each creator and day. */
export class UsageTable implements Usage {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** As `take`, but a use of the same name counts once, however often it is added. */
  takeOnce(name: string, ...use: [string, string, Used, number, number]): Promise<boolean> {
    return this.take(...use, name);
  }

  async take(
    ownerId: string,
    day: string,
    used: Used,
    amount: number,
    maximum: number,
    name?: string,
  ): Promise<boolean> {
    if (amount > maximum) return false;
    const isNew = name === undefined ? '' : ' AND NOT contains(#names, :name)';
    try {
      await this.client.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: { id: { S: `${ownerId}#${day}` } },
          UpdateExpression: `ADD #used :amount${name === undefined ? '' : ', #names :names'} SET #expiresAt = :expiresAt`,
          ConditionExpression: `(attribute_not_exists(#used) OR #used <= :room)${isNew}`,
          ExpressionAttributeNames: {
            '#used': used,
            '#expiresAt': 'expiresAt',
            ...(name !== undefined && { '#names': `${used}Of` }),
          },
          ExpressionAttributeValues: {
            ':amount': { N: String(amount) },
            ':room': { N: String(maximum - amount) },
            ':expiresAt': { N: String(Math.floor(Date.parse(day) / 1000) + keptSeconds) },
            ...(name !== undefined && { ':name': { S: name }, ':names': { SS: [name] } }),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return true;
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      const { Item } = error as ConditionalCheckFailedException;
      return name !== undefined && Item?.[`${used}Of`]?.SS?.includes(name) === true;
    }
  }
}
