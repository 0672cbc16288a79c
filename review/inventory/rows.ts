import type { Assembly } from '../../checks';
import { type Placed, resources } from '../../checks/rule';
import { code } from '../evidence/citation';
import { nameOf } from '../evidence/template-lines';
import { factsOf } from './facts';
import { kindOf } from './kinds';
import { readersOf } from './readers';
import { contents } from './stores';
import { indexOf } from './template-index';

export const columns = ['store', 'content', 'key', 'kept', 'backup', 'region', 'read by', 'with its stack'];

export interface StoreRow {
  readonly name: string;
  readonly type: string;
  /** The values of `columns` without the name. */
  readonly cells: readonly string[];
}

/** Whether a resource stores data. A view of Glue is a query and stores nothing. */
const isStore = ({ resource: { Type, Properties } }: Placed) =>
  kindOf(Type) === 'store' && !(Type === 'AWS::Glue::Table' && Properties.TableInput.TableType === 'VIRTUAL_VIEW');

/** One row per store of the stage. Throws for a store without a description. */
export function storeRows(assembly: Assembly): StoreRow[] {
  const index = indexOf(assembly);
  return resources(index.assembly)
    .filter(isStore)
    .map((placed) => {
      const name = nameOf(placed);
      const what = contents[name];
      if (!what) throw new Error(`inventory: ${name} has no description. Add it to review/inventory/stores.ts`);
      const { key, kept, backup, region } = factsOf(placed, index);
      const readers = readersOf(placed, index).map(code).join(', ') || 'no role';
      return { name, type: placed.resource.Type, cells: [what, key, kept, backup, region, readers, fate(placed)] };
    });
}

function fate({ resource: { DeletionPolicy, Properties } }: Placed): string {
  const isProtected =
    Properties?.DeletionProtection === 'ACTIVE' ||
    (Array.isArray(Properties?.Replicas) &&
      Properties.Replicas.every((each: { DeletionProtectionEnabled?: boolean }) => each.DeletionProtectionEnabled));
  const stays = DeletionPolicy === 'RetainExceptOnCreate' || DeletionPolicy === 'Retain';
  return `${stays ? 'retained' : 'deleted'}${isProtected ? '; deletion protection' : ''}`;
}
