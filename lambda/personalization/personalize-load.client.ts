import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { withAttempts } from '../shared/attempts';
import { fromItem, type Item } from '../shared/items';
import { pseudonymIndex } from '../shared/pseudonym-index';
import { subOf } from '../shared/pseudonyms.client';
import type { Page, Subject } from './personalize-load';

/** Rows in one page: ten calls of Personalize, which take two seconds at five calls a second; and one BatchGetItem. */
const rowsPerPage = 100;

/** All rows of the tables of titles and viewers, a page at a time. */
export class TablePages {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tables: Readonly<Record<Subject, string>>,
  ) {}

  /** Viewers without a pseudonym are left out: Personalize does not know them. */
  read(subject: Subject, after?: string): Promise<Page> {
    return subject === 'titles' ? this.titles(after) : this.viewers(after);
  }

  private async titles(after: string | undefined): Promise<Page> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new ScanCommand({
        TableName: this.tables.titles,
        Limit: rowsPerPage,
        ...(after !== undefined && { ExclusiveStartKey: { id: { S: after } } }),
      }),
    );
    return { rows: Items.map(fromItem), next: LastEvaluatedKey?.id?.S };
  }

  private async viewers(after: string | undefined): Promise<Page> {
    const { viewers } = this.tables;
    // The key of an index contains the table's own key. If the viewer has been removed since, the first page follows: a
    // row may be put twice.
    const id = after === undefined ? undefined : await subOf(this.client, viewers, after);
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new ScanCommand({
        TableName: viewers,
        IndexName: pseudonymIndex,
        Limit: rowsPerPage,
        ...(after !== undefined && id && { ExclusiveStartKey: { pseudonym: { S: after }, id: { S: id } } }),
      }),
    );
    const keys = Items.flatMap((item) => (item.id ? [{ id: item.id }] : []));
    return { rows: (await this.rows(viewers, keys)).map(fromItem), next: LastEvaluatedKey?.pseudonym?.S };
  }

  /** Reads consistently: a viewer who has just opted out must not be put. Throws if DynamoDB leaves out rows. */
  private async rows(table: string, keys: Item[]): Promise<Item[]> {
    const found: Item[] = [];
    let left = keys;
    const done = await withAttempts(
      async () => {
        if (left.length === 0) return true;
        const { Responses, UnprocessedKeys }: BatchGetItemCommandOutput = await this.client.send(
          new BatchGetItemCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
        );
        found.push(...(Responses?.[table] ?? []));
        left = UnprocessedKeys?.[table]?.Keys ?? [];
        return left.length === 0 || undefined;
      },
      { most: 8, baseMs: 50, doublings: 5 },
    );
    if (!done) throw new Error('DynamoDB did not return all viewers of a page');
    return found;
  }
}
