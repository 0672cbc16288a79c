import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/** Converts a JSON value or bytes to an attribute, without `undefined` members. Throws `TypeError` for other values. */
export function toAttribute(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' && Number.isFinite(value)) return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  if (typeof value === 'object') return { M: toItem(value) };
  throw new TypeError(`${typeof value} cannot be stored in a table`);
}

export function toItem(record: object): Item {
  const members = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members.map(([name, value]) => [name, toAttribute(value)]));
}

/** The inverse of {@link toAttribute}. Throws `TypeError` for sets, which the tables do not contain. */
function fromAttribute(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.B) return attribute.B;
  if (attribute.L) return attribute.L.map(fromAttribute);
  if (attribute.M) return fromItem(attribute.M);
  if (attribute.NULL) return null;
  throw new TypeError(`${Object.keys(attribute).join()} is not used in our tables`);
}

export function fromItem(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, attribute]) => [name, fromAttribute(attribute)]));
}

/** A condition of a write. */
export interface Condition {
  /** With placeholders `#name` and `:name`, as {@link updateOf} has them. */
  readonly expression: string;
  /** Values by placeholder, without the colon. `undefined` ones are left out. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The condition of a Put that the row still has the revision that was read; 0 for a row that did not exist. */
export function sameRevision(before: number) {
  if (before === 0) return { ConditionExpression: 'attribute_not_exists(id)' };
  return { ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': { N: String(before) } } };
}

/** An UpdateItem's expressions that change the given members, as {@link updateOf} does, if the condition is met. */
export function conditionalUpdate(members: object, { expression, values }: Condition) {
  const { ExpressionAttributeNames, ExpressionAttributeValues, UpdateExpression } = updateOf({ ...members });
  // DynamoDB refuses names that no expression uses.
  const names = [...expression.matchAll(/#(\w+)/g)].map(([placeholder, name]) => [placeholder, name as string]);
  const compared = Object.entries(values).map(([name, value]) => [`:${name}`, value]);
  return {
    UpdateExpression,
    ConditionExpression: expression,
    ExpressionAttributeNames: { ...ExpressionAttributeNames, ...Object.fromEntries(names) } as Record<string, string>,
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ...toItem(Object.fromEntries(compared)) },
  };
}

/**
 * An UpdateItem's expression that sets the given members and removes those given as `undefined`. All names are
 * placeholders (`#name`, `:name`), since many words are reserved in DynamoDB; conditions may use the same ones.
 */
export function updateOf(members: Readonly<Record<string, unknown>>) {
  const names = Object.keys(members);
  const set = names.filter((name) => members[name] !== undefined);
  const remove = names.filter((name) => members[name] === undefined);
  return {
    UpdateExpression: [
      set.length > 0 ? `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}` : '',
      remove.length > 0 ? `REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '',
    ]
      .join(' ')
      .trim(),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(set.map((name) => [`:${name}`, toAttribute(members[name])])) as Item,
  };
}
