import { DeleteItemCommand, type DynamoDBClient, paginateScan, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../shared/errors';
import type { Item } from '../shared/items';
import type { Target } from './erasure';
import { type Forgetting, forgetting } from './mentions';
import type { Erased, Store } from './stores';

/**
 * Rows of a table that mention the subject's id, wherever they do. All rows are read: erasures are rare, and an index
 * would be paid for by every write (docs/adr/0048).
 */
export class MentioningRows implements Store {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    /** Called with the rows of one page that mention the id, before they forget it. */
    private readonly before: (rows: readonly Item[]) => Promise<void> = async () => {},
  ) {}

  async erase({ id }: Target, isOver: () => boolean): Promise<Erased> {
    let removed = 0;
    for await (const rows of this.pages(id)) {
      await this.before(rows.map(({ row }) => row));
      for (const { row, how } of rows) {
        if (await this.forget(row, how)) removed += 1;
      }
      if (isOver()) return { removed, isComplete: false };
    }
    return { removed, isComplete: true };
  }

  async search({ id }: Target): Promise<number> {
    let found = 0;
    for await (const rows of this.pages(id)) found += rows.length;
    return found;
  }

  private async *pages(id: string): AsyncIterable<{ readonly row: Item; readonly how: Forgetting }[]> {
    const input = { TableName: this.table, ConsistentRead: true };
    for await (const { Items = [] } of paginateScan({ client: this.client }, input)) {
      yield Items.flatMap((row) => {
        const how = forgetting(row, id);
        return how ? [{ row, how }] : [];
      });
    }
  }

  /** Returns false if the row has changed since it was read; the next round reads it again. */
  private async forget(row: Item, how: Forgetting): Promise<boolean> {
    const target = { TableName: this.table, Key: { id: row.id as Item[string] } };
    if (how.row) {
      await this.client.send(new DeleteItemCommand(target));
      return true;
    }
    try {
      await this.client.send(new UpdateItemCommand({ ...target, ...shortened(row, how) }));
      return true;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return false;
      throw error;
    }
  }
}

/**
 * The update that shortens a row, on condition that its texts and numbers are unchanged: each writer changes a revision or
 * a time. The revision grows, so that a writer that has read the row before reads it again.
 */
function shortened(row: Item, { lists, elements }: Exclude<Forgetting, { row: true }>) {
  const names: Record<string, string> = {};
  const values: Item = {};
  const name = (attribute: string) => {
    const placeholder = `#n${Object.keys(names).length}`;
    names[placeholder] = attribute;
    return placeholder;
  };
  const value = (attribute: Item[string]) => {
    const placeholder = `:v${Object.keys(values).length}`;
    values[placeholder] = attribute;
    return placeholder;
  };
  const assignments = Object.entries(lists).map(([list, after]) => `${name(list)} = ${value(after)}`);
  if (row.revision?.N !== undefined) {
    assignments.push(`${name('revision')} = ${value({ N: String(Number(row.revision.N) + 1) })}`);
  }
  const removals = Object.entries(elements).map(([set, some]) => `${name(set)} ${value({ SS: [...some] })}`);
  const unchanged = Object.entries(row)
    .filter(([attribute, { S, N }]) => attribute !== 'id' && (S !== undefined || N !== undefined))
    .map(([attribute, before]) => `${name(attribute)} = ${value(before)}`);
  return {
    UpdateExpression: [
      assignments.length > 0 ? `SET ${assignments.join(', ')}` : '',
      removals.length > 0 ? `DELETE ${removals.join(', ')}` : '',
    ]
      .join(' ')
      .trim(),
    ConditionExpression: ['attribute_exists(id)', ...unchanged].join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}
