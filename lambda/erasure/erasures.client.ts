import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { isNamed } from '../shared/errors';
import { conditionalUpdate, fromItem, toItem } from '../shared/items';
import { readable } from '../shared/records';
import type { ErasePorts } from './erase';
import { type Erasure, erasure } from './erasure';
import type { Erased } from './stores';

/** The table `erasures`. */
export class ErasureTable {
  constructor(
    protected readonly client: DynamoDBClient,
    protected readonly table: string,
  ) {}

  async find(id: string): Promise<Erasure | undefined> {
    const { Item } = await this.client.send(new GetItemCommand({ ...this.at(id), ConsistentRead: true }));
    return Item && erasure.parse(fromItem(Item));
  }

  protected at(id: string) {
    return { TableName: this.table, Key: { id: { S: id } } };
  }
}

type Records = ErasePorts['records'];

/** The table as the functions that erase use it. */
export class ErasureProgress extends ErasureTable implements Records {
  async note(id: string, store: string, { removed, failure }: Erased): Promise<void> {
    await this.client.send(
      new UpdateItemCommand({
        ...this.at(id),
        UpdateExpression:
          'SET removed.#store = if_not_exists(removed.#store, :none) + :removed' +
          (failure === undefined ? '' : ', failures.#store = :failure'),
        ExpressionAttributeNames: { '#store': store },
        ExpressionAttributeValues: {
          ':none': { N: '0' },
          ':removed': { N: String(removed) },
          ...(failure !== undefined && { ':failure': { S: failure } }),
        },
      }),
    );
  }

  async certify(id: string, erasedAt: Date): Promise<void> {
    const change = { status: 'ERASED', erasedAt: erasedAt.toISOString(), subject: undefined };
    const condition = { expression: '#status = :erasing', values: { erasing: 'ERASING' } };
    try {
      await this.client.send(new UpdateItemCommand({ ...this.at(id), ...conditionalUpdate(change, condition) }));
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    }
  }
}

/** The table as the API uses it. */
export class RequestedErasures extends ErasureTable {
  constructor(
    client: DynamoDBClient,
    table: string,
    private readonly assetsTable: string,
  ) {
    super(client, table);
  }

  /**
   * Marks an asset as deleted, and creates its erasure, in one transaction. Returns false and changes nothing if the asset
   * was deleted before or is under a legal hold.
   */
  async createForAsset(made: Erasure, assetId: string, updatedAt: string): Promise<boolean> {
    const members = {
      ...{ status: 'DELETED', erasure: made.id, updatedAt },
      // Out of every list; the indexes of genres and states are sparse, too.
      ...{ catalogue: undefined, waiting: undefined },
    };
    const condition = {
      expression: 'attribute_exists(id) AND #status <> :deleted AND attribute_not_exists(#legalHold)',
      values: { deleted: 'DELETED' },
    };
    const update = conditionalUpdate(members, condition);
    const Update = { TableName: this.assetsTable, Key: { id: { S: assetId } }, ...update };
    try {
      await this.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Update }, { Put: { TableName: this.table, Item: toItem(made) } }],
        }),
      );
      return true;
    } catch (error) {
      if (isNamed(error, 'TransactionCanceledException')) return false;
      throw error;
    }
  }

  async create(made: Erasure): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: this.table, Item: toItem(made) }));
  }
}

/** The table as the function uses it that resumes erasures. */
export class OpenErasures extends ErasureTable {
  /** Erasures that are not certified, in pages. */
  async *pages(): AsyncIterable<Pick<Erasure, 'id' | 'kind' | 'requestedAt'>[]> {
    const pages = paginateScan(
      { client: this.client },
      {
        TableName: this.table,
        ConsistentRead: true,
        FilterExpression: '#status = :erasing',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':erasing': { S: 'ERASING' } },
      },
    );
    for await (const { Items } of pages) yield readable(erasure, Items, 'erasures');
  }
}
