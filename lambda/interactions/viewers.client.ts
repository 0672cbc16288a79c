import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Attempts, withAttempts } from '../shared/attempts';
import { isNamed } from '../shared/errors';
import { conditionalUpdate, fromItem, toItem } from '../shared/items';
import { subOf } from '../shared/pseudonyms.client';
import { type KnownViewer, newPseudonym, unchosen, type Viewer, viewer } from '../shared/viewers';
import type { Choices, ViewerStore } from './viewer-store';

/** Only another request for the same viewer, or the removal of the row, makes a second attempt necessary. */
const creation: Attempts = { most: 4, baseMs: 10, doublings: 2 };
/** Enough for an index that is usually up to date within a fraction of a second. */
const lookup: Attempts = { most: 3, baseMs: 200, doublings: 1 };

/** The table `viewers`. */
export class ViewerTable implements ViewerStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly now: () => Date,
  ) {}

  async ensure(id: string): Promise<KnownViewer> {
    const ensured = await withAttempts(async () => {
      const row = await this.find(id);
      if (row && isKnown(row)) return row;
      return row ? this.addPseudonym(id) : this.create(id);
    }, creation);
    if (!ensured) throw new Error('The row of a viewer is being changed by too many requests at the same time');
    return ensured;
  }

  async byPseudonym(pseudonym: string): Promise<KnownViewer | undefined> {
    const id = await withAttempts(() => subOf(this.client, this.table, pseudonym), lookup);
    const row = id === undefined ? undefined : await this.find(id);
    return row && isKnown(row) && row.pseudonym === pseudonym ? row : undefined;
  }

  change({ id, pseudonym }: KnownViewer, changes: Partial<Choices>): Promise<KnownViewer | undefined> {
    // Without the condition, a row that was removed since it was read would come back without its pseudonym.
    return this.update(id, changes, { expression: '#pseudonym = :was', values: { was: pseudonym } });
  }

  private async find(id: string): Promise<Viewer | undefined> {
    // A consistent read: the events of a viewer who has just opted out must not be used.
    const { Item } = await this.client.send(new GetItemCommand({ ...this.keyOf(id), ConsistentRead: true }));
    return Item && z.parse(viewer, fromItem(Item));
  }

  /** Returns `undefined` if the row has been created by another request. */
  private async create(id: string): Promise<KnownViewer | undefined> {
    const at = this.now().toISOString();
    const created = { id, pseudonym: newPseudonym(), ...unchosen, createdAt: at, updatedAt: at };
    try {
      const Item = toItem(created);
      await this.client.send(
        new PutItemCommand({ TableName: this.table, Item, ConditionExpression: 'attribute_not_exists(id)' }),
      );
      return created;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return undefined;
      throw error;
    }
  }

  /** Returns `undefined` if another request has added one, or removed the row. */
  private addPseudonym(id: string): Promise<KnownViewer | undefined> {
    const expression = 'attribute_exists(id) AND attribute_not_exists(#pseudonym)';
    return this.update(id, { pseudonym: newPseudonym() }, { expression, values: {} });
  }

  private async update(
    id: string,
    changes: Partial<Viewer>,
    condition: Parameters<typeof conditionalUpdate>[1],
  ): Promise<KnownViewer | undefined> {
    const update = conditionalUpdate({ ...changes, updatedAt: this.now().toISOString() }, condition);
    try {
      const { Attributes = {} } = await this.client.send(
        new UpdateItemCommand({ ...this.keyOf(id), ...update, ReturnValues: 'ALL_NEW' }),
      );
      const row = z.parse(viewer, fromItem(Attributes));
      return isKnown(row) ? row : undefined;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return undefined;
      throw error;
    }
  }

  private keyOf(id: string) {
    return { TableName: this.table, Key: { id: { S: id } } };
  }
}

function isKnown(row: Viewer): row is KnownViewer {
  return row.pseudonym !== undefined;
}
