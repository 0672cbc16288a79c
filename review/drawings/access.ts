import type { Assembly } from '../../checks/assembly';
import { Placeholders } from '../../checks/iam/placeholders';
import { type Policy, policiesIn, type Statement } from '../../checks/iam/policies';
import { actionsNamed } from '../../checks/iam/reference';
import { type Access, accessOf, isOfData } from './access-actions';
import { covers, meet } from './glob';
import { type Holder, holdersNamed, holdersOfRoles } from './holders';
import { qualified } from './qualified';
import { kindRank, partNamed, type Store, storesOf } from './stores';

/** A part of a store that policies distinguish: a prefix of a bucket, or the whole store. */
export interface Area {
  readonly store: Store;
  /** `…/captions/*`; `*` is the whole store. */
  readonly pattern: string;
}

/** Whether access covers everything in an area or a part of it. */
export type Extent = 'all' | 'some';

export interface AccessMatrix {
  readonly holders: readonly Holder[];
  /** Holders without access to any store. */
  readonly others: readonly Holder[];
  readonly areas: readonly Area[];
  cell(holder: Holder, area: Area): ReadonlyMap<Access, Extent>;
}

interface Grant {
  readonly holder: Holder;
  readonly store: Store;
  readonly pattern: string;
  readonly access: ReadonlySet<Access>;
}

/** The access of holders to data, from every policy that allows access. Denials are ignored: they only reduce access. */
export function accessMatrix(assembly: Assembly): AccessMatrix {
  const own = qualified(assembly);
  const placeholders = new Placeholders(own);
  const policies = policiesIn(own, placeholders);
  const stores = storesOf(own);
  const roles = holdersOfRoles(own, policies, placeholders);
  const grants = policies.flatMap((policy) =>
    policy.statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) => grantsOf(policy, statement, holdersOf(policy, statement, roles), stores)),
  );
  const uses = (store: Store) => grants.filter((grant) => grant.store.id === store.id).length;
  // Within each kind, stores with the most holders come first.
  const sorted = stores
    .map((store) => ({ store, rank: kindRank(store), uses: uses(store) }))
    .sort((a, b) => a.rank - b.rank || b.uses - a.uses);
  const areas = sorted.flatMap(({ store }) => areasOf(store, grants));
  const everyone = [...roles.values(), ...grants.map(({ holder }) => holder)];
  const unique = [...new Map(everyone.map((holder) => [holder.id, holder])).values()];
  const has = ({ id }: Holder) => grants.some(({ holder }) => holder.id === id);
  return { holders: unique.filter(has), others: unique.filter((holder) => !has(holder)), areas, cell: cellOf(grants) };
}

function holdersOf({ kind, roles }: Policy, statement: Statement, byRole: ReadonlyMap<string, Holder>): Holder[] {
  if (kind === 'resource') return holdersNamed(statement);
  return roles.map((role) => {
    const holder = byRole.get(role);
    if (!holder) throw new Error(`${role} is not a role of this stage`);
    return holder;
  });
}

function grantsOf(policy: Policy, statement: Statement, holders: readonly Holder[], stores: readonly Store[]): Grant[] {
  if (policy.kind === 'trust') return [];
  const permissions = statement.actions.filter(isOfData);
  return permissions.flatMap((permission) => {
    const access = accessOf(permission);
    if (access.size === 0) return [];
    const named = statement.resources.flatMap((resource) => namedBy(policy, permission, resource, stores));
    return named.flatMap(({ store, pattern }) => {
      const kept = access.has('list') || pattern !== '' || store.kind !== 'bucket';
      return kept ? holders.map((holder): Grant => ({ holder, store, pattern: pattern || '*', access })) : [];
    });
  });
}

interface Named {
  readonly store: Store;
  readonly pattern: string;
}

/** The stores that a policy's resource names. Throws if it names none or all. */
function namedBy({ placed, kind }: Policy, permission: string, resource: string, stores: readonly Store[]): Named[] {
  if (resource === '*' && kind === 'resource') {
    return stores.filter(({ id }) => id === placed.logicalId).map((store) => ({ store, pattern: '*' }));
  }
  const service = permission.split(':')[0];
  if (resource === '*' && actionsNamed(permission).every(({ resourceTypes }) => resourceTypes.length === 0)) {
    return stores.filter(({ arn }) => arn.split(':')[2] === service).map((store) => ({ store, pattern: '*' }));
  }
  const found = stores.flatMap((store): Named[] => {
    const part = partNamed(store, resource);
    if (part === undefined) return [];
    return [{ store, pattern: store.kind === 'bucket' ? part : '*' }];
  });
  if (found.length === 0)
    throw new Error(`${placed.construct} allows ${permission} on ${resource}, which is not a store`);
  return found;
}

/** Whether a pattern is a part of a store. `*` and endings such as `*.m3u8` are not. */
const isPart = (pattern: string) => !/^\*(\.\w+)?$/.test(pattern);

/** The parts of a store that its policies distinguish; the whole store if all holders have the same access to each part. */
function areasOf(store: Store, grants: readonly Grant[]): Area[] {
  const whole: Area = { store, pattern: '*' };
  const patterns = new Set(grants.filter((grant) => grant.store.id === store.id).map(({ pattern }) => pattern));
  const areas = [...patterns]
    .filter(isPart)
    .sort()
    .map((pattern): Area => ({ store, pattern }));
  if (areas.length === 1) return areas;
  const cell = cellOf(grants);
  const holders = [...new Map(grants.map(({ holder }) => [holder.id, holder])).values()];
  const text = (area: Area) => JSON.stringify(holders.map((holder) => [...cell(holder, area)].sort()));
  return new Set(areas.map(text)).size > 1 ? areas : [whole];
}

/** Whether a grant for a pattern applies to an area. An object key has one folder, so it belongs to one part. */
function concerns(pattern: string, area: string): boolean {
  return isPart(pattern) && isPart(area) ? covers(pattern, area) : meet(pattern, area);
}

function cellOf(grants: readonly Grant[]) {
  return (holder: Holder, area: Area): ReadonlyMap<Access, Extent> => {
    const cell = new Map<Access, Extent>();
    for (const { store, pattern, access, ...grant } of grants) {
      if (grant.holder.id !== holder.id || store.id !== area.store.id || !concerns(pattern, area.pattern)) continue;
      for (const each of access) {
        if (cell.get(each) !== 'all') cell.set(each, covers(pattern, area.pattern) ? 'all' : 'some');
      }
    }
    return cell;
  };
}
