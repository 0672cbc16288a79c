import type { Assembly } from '../../checks';
import { type Placed, resources } from '../../checks/rule';

/** The stack's name without application and stage: `Storage`. */
export const partOf = ({ stack }: Pick<Placed, 'stack'>): string => stack.name.split('-').at(-1) ?? '';

/** A logical id without CDK's hash: `Content` for `Content88381566`. */
export const idOf = ({ logicalId }: Pick<Placed, 'logicalId'>): string => logicalId.replace(/(?<=.)[0-9A-F]{8}$/, '');

/** `Storage/Content` */
export const nameOf = (placed: Placed): string => `${partOf(placed)}/${idOf(placed)}`;

/** The resource with that logical id, or all resources of that type, in a stack. */
export function resourcesIn(assembly: Assembly, stack: string, resource: string): Placed[] {
  return resources(assembly).filter(
    (placed) =>
      partOf(placed) === stack && (resource.includes('::') ? placed.resource.Type : idOf(placed)) === resource,
  );
}

/** Values at a path of a resource, first below `Properties`. `*` matches every element of a list. */
export function valuesAt({ resource }: Placed, path: string): unknown[] {
  const names = path.split('.');
  const below = read(resource.Properties, names);
  return below.length > 0 ? below : read(resource, names);
}

function read(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
  if (name === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  const inner = name === '*' ? Object.values(value) : [(value as Readonly<Record<string, unknown>>)[name]];
  return inner.flatMap((each) => read(each, rest));
}
