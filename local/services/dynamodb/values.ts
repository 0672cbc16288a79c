import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The engine's attribute values, which are those of the JSON protocol: bytes as base64. */
type WireValue = Readonly<Record<string, unknown>>;
type WireItem = Readonly<Record<string, WireValue>>;
export type Item = Record<string, AttributeValue>;

/**
 * Converts an SDK request to the engine's form. Only attribute values contain bytes, so the shape of the request does
 * not matter.
 */
export function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, toWire(member)]));
}

function fromWire(value: WireValue): AttributeValue {
  const [type, content] = Object.entries(value)[0] as [string, unknown];
  if (type === 'B') return { B: bytes(content as string) };
  if (type === 'BS') return { BS: (content as string[]).map(bytes) };
  if (type === 'L') return { L: (content as WireValue[]).map(fromWire) };
  if (type === 'M') return { M: itemFromWire(content as WireItem) as Item };
  return { [type]: content } as unknown as AttributeValue;
}

export function itemFromWire(item: unknown): Item | undefined {
  if (item === undefined || item === null) return undefined;
  return Object.fromEntries(Object.entries(item as WireItem).map(([name, value]) => [name, fromWire(value)]));
}

export function itemsFromWire(items: unknown): Item[] | undefined {
  return (items as unknown[] | undefined)?.map((item) => itemFromWire(item) as Item);
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
