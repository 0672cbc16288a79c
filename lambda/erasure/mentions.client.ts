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
    for await (const { Items = [] } of paginateScan({ client: this.client }, this.scan())) {
      yield Items.flatMap((row) => {
        const how = forgetting(row, id);
        return how ? [{ row, how }] : [];
      });
    }
  }

  private scan() {
    return { TableName: this.table, ConsistentRead: true };
  }

  /** Returns false if the row has changed since it was read; the next pass reads it again. */
  private async forget({ id: key }: Item, how: Forgetting): Promise<boolean> {
    const target = { TableName: this.table, Key: { id: key as Item[string] } };
    if (how.row) {
      await this.client.send(new DeleteItemCommand(target));
      return true;
    }
    const lists = Object.entries(how.lists);
    const sets = Object.entries(how.elements);
    const names = [...lists, ...sets].map(([name]) => name);
    const numbered = (prefix: string) => names.map((name, index) => [`${prefix}${index}`, name] as const);
    const nameOf = Object.fromEntries(numbered('#n').map(([placeholder, name]) => [name, placeholder]));
    const set = lists.map(([name], index) => `${nameOf[name]} = :after${index}`);
    const drop = sets.map(([name], index) => `${nameOf[name]} :some${index}`);
    try {
      await this.client.send(
        new UpdateItemCommand({
          ...target,
          UpdateExpression: [
            set.length > 0 ? `SET ${set.join(', ')}` : '',
            drop.length > 0 ? `DELETE ${drop.join(', ')}` : '',
          ].join(' '),
          ConditionExpression: [
            'attribute_exists(id)',
            ...lists.map(([name], index) => `${nameOf[name]} = :before${index}`),
          ].join(' AND '),
          ExpressionAttributeNames: Object.fromEntries(numbered('#n')),
          ExpressionAttributeValues: {
            ...Object.fromEntries(
              lists.flatMap(([, { before, after }], index) => [
                [`:before${index}`, before],
                [`:after${index}`, after],
              ]),
            ),
            ...Object.fromEntries(sets.map(([, elements], index) => [`:some${index}`, { SS: [...elements] }])),
          },
        }),
      );
      return true;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return false;
      throw error;
    }
  }
}
