import type { HiveType } from '../../engines/query/hive-type';
import type { TypedColumn } from '../../engines/query/parquet';
import type { ReaderOptions } from './definition';

/** A record that does not match its table. */
export class UnfitRecordError extends Error {
  override readonly name = 'Unfit';
}

type PrimitiveType = HiveType & { readonly kind: 'primitive' };

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Returns the record's members that are columns, each in the form of its type. Throws {@link UnfitRecordError}. */
export function conformRecord(
  record: Readonly<Record<string, Json>>,
  columns: readonly TypedColumn[],
  reader: ReaderOptions,
): Record<string, Json> {
  const members = new Map(
    Object.entries(record).map(([name, value]) => {
      const spelled = reader.dotsToUnderscores ? name.replaceAll('.', '_') : name;
      return [reader.caseInsensitive ? spelled.toLowerCase() : spelled, value];
    }),
  );
  const row: Record<string, Json> = {};
  for (const { name, type } of columns) {
    const value = members.get(reader.mappings[name] ?? name);
    if (value !== undefined && value !== null) row[name] = conform(value, type, name);
  }
  return row;
}

const integers: Readonly<Record<string, bigint>> = {
  tinyint: 1n << 7n,
  smallint: 1n << 15n,
  int: 1n << 31n,
  integer: 1n << 31n,
  bigint: 1n << 63n,
};

function conform(value: Json, type: HiveType, at: string): Json {
  if (value === null) return null;
  const unfit = () => new UnfitRecordError(`Data does not match the schema. '${at}' does not have its column's type`);
  switch (type.kind) {
    case 'array':
      if (!Array.isArray(value)) throw unfit();
      return value.map((item) => conform(item, type.item, at));
    case 'map': {
      if (!isObject(value)) throw unfit();
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [wellFormed(key), conform(item, type.value, at)]),
      );
    }
    case 'struct': {
      if (!isObject(value)) throw unfit();
      const fields = type.fields.filter(({ name }) => value[name] !== undefined);
      return Object.fromEntries(
        fields.map((field) => [field.name, conform(value[field.name] ?? null, field.type, `${at}.${field.name}`)]),
      );
    }
    case 'primitive': {
      const scalar = primitive(value, type);
      if (scalar === undefined) throw unfit();
      return scalar;
    }
  }
}

const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** UTF-8 cannot represent half a surrogate pair. */
const wellFormed = (text: string) => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');

/**
 * Returns `undefined` if the value does not have the type. The OpenX SerDe also reads numbers and booleans from texts.
 */
function primitive(value: Json, { name, arguments: [precision = 10, scale = 0] }: PrimitiveType): Json | undefined {
  switch (name) {
    case 'string':
    case 'char':
    case 'varchar':
      return wellFormed(typeof value === 'string' ? value : JSON.stringify(value));
    case 'boolean':
      if (typeof value === 'boolean') return value;
      return typeof value === 'string' && /^(?:true|false)$/i.test(value) ? value.toLowerCase() === 'true' : undefined;
    case 'double':
      return within(numeric(value), Number.MAX_VALUE);
    case 'float':
      return within(numeric(value), maxFloat);
    case 'decimal':
      // Rounding may add a digit, which must also fit.
      return within(numeric(value), 10 ** (precision - scale) - 1);
    case 'timestamp':
      return timestamp(value);
    case 'date':
      return typeof value === 'string' && written(Date.parse(`${value}T00:00:00Z`))?.slice(0, 10) === value
        ? value
        : undefined;
    case 'binary':
      return typeof value === 'string' ? Buffer.from(value).toString('base64') : undefined;
    default:
      return integer(value, integers[name] as bigint);
  }
}

/** The largest number of 32 bits. */
const maxFloat = 3.4028234e38;

const within = (number: number | undefined, limit: number) =>
  number !== undefined && Math.abs(number) <= limit ? number : undefined;

/** Formats a time as DuckDB reads it; `undefined` outside of the years 0 to 9999. */
function written(time: number): string | undefined {
  const date = new Date(time);
  const iso = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return /^\d{4}-/.test(iso) ? iso.replace('T', ' ').replace('Z', '') : undefined;
}

function numeric(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value)
    ? Number(value)
    : undefined;
}

function integer(value: Json, limit: bigint): number | string | undefined {
  const number = numeric(value);
  if (number === undefined || !Number.isInteger(number)) return undefined;
  const exact = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? BigInt(value.trim()) : BigInt(number);
  if (exact < -limit || exact >= limit) return undefined;
  // DuckDB reads numbers of any size from texts.
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : String(exact);
}

/** As in the OpenX SerDe, larger numbers are milliseconds since 1970, and others are seconds. */
const maxSeconds = 100_000_000_000;

function timestamp(value: Json): string | undefined {
  const number = numeric(value);
  if (number !== undefined) return written(Math.abs(number) > maxSeconds ? number : number * 1000);
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/.exec(String(value));
  if (!parts) return undefined;
  const [, day, time, fraction = '', zone = 'Z'] = parts;
  return written(Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`));
}
