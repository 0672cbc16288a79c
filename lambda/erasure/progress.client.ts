import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../shared/errors';
import { conditionalUpdate } from '../shared/items';
import type { ErasePorts } from './erase';
import { ErasureTable } from './erasures.client';
import type { Erased } from './stores';

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
