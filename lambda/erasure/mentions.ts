import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../shared/items';

/** How a row forgets an id that it mentions: as a whole, or in some of its attributes. */
export type Forgetting =
  | { readonly row: true }
  | {
      readonly row: false;
      /** Lists without the elements that mention the id, by attribute. */
      readonly lists: Readonly<Record<string, AttributeValue>>;
      /** Elements of sets of strings that mention the id, by attribute. */
      readonly elements: Readonly<Record<string, readonly string[]>>;
    };

function mentions(value: AttributeValue, id: string): boolean {
  if (value.S !== undefined) return value.S.includes(id);
  if (value.SS) return value.SS.some((element) => element.includes(id));
  if (value.L) return value.L.some((element) => mentions(element, id));
  return value.M ? Object.values(value.M).some((member) => mentions(member, id)) : false;
}

/**
 * How a row forgets an id; `undefined` if it does not mention it. A row is removed if its key or a text of it has the id,
 * since it is then about the id; otherwise it is a list or a set of several things, and loses the one.
 */
export function forgetting(row: Item, id: string): Forgetting | undefined {
  const named = Object.entries(row).filter(([, value]) => mentions(value, id));
  if (named.length === 0) return undefined;
  if (named.some(([, value]) => !value.L && !value.SS)) return { row: true };
  const lists: Record<string, AttributeValue> = {};
  const elements: Record<string, string[]> = {};
  for (const [name, value] of named) {
    if (value.SS) elements[name] = value.SS.filter((element) => element.includes(id));
    else if (value.L) lists[name] = { L: value.L.filter((element) => !mentions(element, id)) };
  }
  return { row: false, lists, elements };
}
