import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import type { Table } from './tables';

type Where = Pick<Table, 'region' | 'name'>;

const keyOf = ({ region, name }: Where) => `${region}/${name}`;

/** Tables that were deleted although their stacks still have them. They stay away until they are restored. */
export class Dropped {
  private readonly store: Store<Where>;

  constructor(kernel: Kernel) {
    this.store = kernel.store<Where>('dynamodb', 'dropped');
  }

  has(table: Where): boolean {
    return this.store.get(keyOf(table)) !== undefined;
  }

  add({ region, name }: Where): void {
    this.store.put(keyOf({ region, name }), { region, name });
  }

  forget(table: Where): void {
    this.store.delete(keyOf(table));
  }
}
