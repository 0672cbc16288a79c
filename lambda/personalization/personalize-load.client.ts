import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { fromItem } from '../shared/items';
import type { Pages, Subject } from './personalize-load';

/** Rows in one page: ten calls of Personalize, which are two seconds at five a second. */
const ROWS = 100;

/** All rows of a table, a page at a time. */
export function tablePages(client: DynamoDBClient, tables: Readonly<Record<Subject, string>>): Pages {
  return async (subject, after) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: tables[subject],
        Limit: ROWS,
        ...(after !== undefined && { ExclusiveStartKey: { id: { S: after } } }),
      }),
    );
    return { rows: Items.map(fromItem), next: LastEvaluatedKey?.id?.S };
  };
}
