import { NormalizedSchema } from '@smithy/core/schema';

/** The differences of a value from the members and types of a shape that the SDK publishes. Missing members are ignored. */
export function departures(schema: NormalizedSchema, value: unknown, path: string): string[] {
  if (value === undefined) return [];
  if (schema.isStructSchema()) {
    const members = new Map([...schema.structIterator()]);
    return Object.entries(value as object).flatMap(([name, member]) => {
      const found = members.get(name);
      return found ? departures(found, member, `${path}.${name}`) : [`${path}.${name} is unknown`];
    });
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => departures(schema.getValueSchema(), item, `${path}[${index}]`));
  }
  if (schema.isMapSchema()) {
    return Object.entries(value as object).flatMap(([key, item]) =>
      departures(schema.getValueSchema(), item, `${path}.${key}`),
    );
  }
  if (schema.isTimestampSchema()) return value instanceof Date ? [] : [`${path} is no time`];
  if (schema.isBlobSchema()) return value instanceof Uint8Array ? [] : [`${path} is no bytes`];
  const type = schema.isNumericSchema() ? 'number' : schema.isBooleanSchema() ? 'boolean' : 'string';
  return typeof value === type ? [] : [`${path} is no ${type}`];
}

/** The same of a whole request. */
export function faultsOf(shape: Parameters<typeof NormalizedSchema.of>[0], request: object): string[] {
  return departures(NormalizedSchema.of(shape), request, 'request');
}
