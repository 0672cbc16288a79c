import type { Placed } from './rule';
import { schemaOf, valueAt } from './spec';
import { isFixed, textOf } from './values';

export interface FixedName {
  /** The path of the property with the name: `Name`. */
  readonly path: string;
  readonly text: string;
}

/** The fixed physical name of a resource in a template, if the name cannot be changed in place. */
export function fixedNameOf({ resource: { Type, Properties } }: Pick<Placed, 'resource'>): FixedName | undefined {
  const schema = schemaOf(Type);
  if (!schema) return undefined;
  const ownName = new RegExp(`^(.+\\.)?(Name|${Type.split('::').at(-1)}(Name|Id))$`);
  const paths = schema.createOnly.filter((path) => ownName.test(path) || schema.identifier.includes(path));
  // The resource's own name comes before the names of its parents.
  const [path] = paths
    .filter((candidate) => valueAt(Properties, candidate) !== undefined && isFixed(valueAt(Properties, candidate)))
    // Enumerations and accounts are parts of identifiers, but they are not names.
    .filter((candidate) => !/^(AwsAccountId|CatalogId|Scope|Qualifier)$/.test(candidate))
    .sort((a, b) => Number(ownName.test(b)) - Number(ownName.test(a)));
  return path === undefined ? undefined : { path, text: textOf(valueAt(Properties, path)) };
}
