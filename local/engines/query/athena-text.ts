/** Formats a value of DuckDB's as Athena does; `undefined` for null. */
export function athenaText(value: unknown, type: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return type === 'double' || type === 'float' ? javaDouble(value) : String(value);
  if (typeof value === 'object') return ofObject(value as object);
  return String(value);
}

/** Formats a number as Java does: `1.0`, `1.0E10`, `NaN`. */
function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

interface Wrapped {
  readonly micros?: bigint;
  readonly millis?: bigint;
  readonly seconds?: bigint;
  readonly nanos?: bigint;
  readonly items?: readonly unknown[];
  readonly entries?: unknown;
  readonly bytes?: Uint8Array;
}

const microsPer = { micros: 1n, millis: 1000n, seconds: 1_000_000n } as const;

function ofObject(value: Wrapped & object): string {
  const kind = value.constructor.name;
  if (kind.startsWith('DuckDBTimestamp')) {
    const [unit, per] = Object.entries(microsPer).find(([name]) => name in value) ?? [];
    const micros = unit ? (value[unit as 'micros'] as bigint) * (per as bigint) : (value.nanos as bigint) / 1000n;
    const written = instant(micros);
    return kind.startsWith('DuckDBTimestampTZ') ? `${written} UTC` : written;
  }
  if (value.bytes instanceof Uint8Array) return hex(value.bytes);
  if (value.items) return `[${value.items.map(inner).join(', ')}]`;
  if (Array.isArray(value.entries) && kind.startsWith('DuckDBMap')) {
    const pairs = value.entries as readonly { readonly key: unknown; readonly value: unknown }[];
    return `{${pairs.map((pair) => `${inner(pair.key)}=${inner(pair.value)}`).join(', ')}}`;
  }
  if (value.entries && kind.startsWith('DuckDBStruct')) {
    const fields = Object.entries(value.entries as Record<string, unknown>);
    return `{${fields.map(([name, item]) => `${name}=${inner(item)}`).join(', ')}}`;
  }
  return value.toString();
}

/**
 * The types of numbers within arrays, maps and rows are not known here, so a number with a fraction is taken for a
 * double and any other for an integer.
 */
const inner = (value: unknown) => (value === null ? 'null' : (athenaText(value, '') ?? 'null'));

/** Formats `2026-01-31 12:00:00.000`, to the millisecond, as Athena's `timestamp(3)`. */
function instant(micros: bigint): string {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const date = new Date(Number(millis));
  return Number.isNaN(date.getTime()) ? String(micros) : date.toISOString().replace('T', ' ').replace('Z', '');
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
