import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { fromItem } from '../shared/items';
import type { Page, Subject } from './personalize-load';

/** Rows in one page: ten calls of Personalize, which take two seconds at five calls a second. */
const rowsPerPage = 100;

/** All rows of the tables of titles and viewers, a page at a time. */
export class TablePages {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tables: Readonly<Record<Subject, string>>,
  ) {}

  async read(subject: Subject, after?: string): Promise<Page> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new ScanCommand({
        TableName: this.tables[subject],
        Limit: rowsPerPage,
        ...(after !== undefined && { ExclusiveStartKey: { id: { S: after } } }),
      }),
    );
    return { rows: Items.map(fromItem), next: LastEvaluatedKey?.id?.S };
  }
}
