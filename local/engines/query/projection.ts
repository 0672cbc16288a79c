/** The values that one partition key has, and their form in a path. */
interface Projected {
  /** The source of a regular expression without groups. */
  readonly pattern: string;
  includes(value: string, now: number): boolean;
}

/** Where the partitions of a table are, and which partition the key of an object belongs to. */
export interface Projection {
  readonly bucket: string;
  /** The common prefix of the keys of all objects. */
  readonly prefix: string;
  /** Returns the values of the partition keys, in order; `undefined` if the object's key is in no partition. */
  match(key: string, now: number): readonly string[] | undefined;
}

type Parameters = Readonly<Record<string, string>>;

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Splits `s3://bucket/prefix`. Throws an error that quotes the URL if it is not of that form. */
export function parseS3Url(url: string): { bucket: string; prefix: string } {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(url) ?? [];
  if (!bucket) throw new Error(`'${url}' is not an S3 location`);
  return { bucket, prefix };
}

/**
 * Reads the partition projection of a table. Throws an error that names the first parameter which this runtime does not
 * support. Source: Athena user guide, "Supported types for partition projection".
 */
export function parseProjection(keys: readonly string[], location: string, parameters: Parameters): Projection {
  if (parameters['projection.enabled'] !== 'true') {
    throw new Error('projection.enabled is not true: this runtime supports only projected partitions');
  }
  const projected = keys.map((key) => parseKey(key, parameters));
  const hive = keys.map((key) => `${key}=\${${key}}/`).join('');
  const template = parameters['storage.location.template'] ?? `${location.replace(/\/?$/, '/')}${hive}`;
  const { bucket, prefix } = parseS3Url(template.replace(/\/?$/, '/'));
  const order: number[] = [];
  const source = prefix
    .split(/\$\{(\w+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) return escaped(part);
      const which = keys.indexOf(part);
      if (which < 0) throw new Error(`storage.location.template contains '${part}', which is not a partition key`);
      order.push(which);
      return `(${projected[which]?.pattern})`;
    })
    .join('');
  const missing = keys.find((_, index) => !order.includes(index));
  if (missing) throw new Error(`storage.location.template lacks the partition key '${missing}'`);
  const expression = new RegExp(`^${source}`);
  return {
    bucket,
    prefix: prefix.split('${')[0] ?? '',
    match(key, now) {
      const found = expression.exec(key);
      if (!found) return undefined;
      const values = keys.map((_, index) => found[order.indexOf(index) + 1] ?? '');
      return projected.every((one, index) => one.includes(values[index] ?? '', now)) ? values : undefined;
    },
  };
}

function parseKey(key: string, parameters: Parameters): Projected {
  const of = (name: string) => parameters[`projection.${key}.${name}`];
  const required = (name: string) => {
    const value = of(name);
    if (value === undefined) throw new Error(`projection.${key}.${name} is missing`);
    return value;
  };
  const type = required('type');
  switch (type) {
    case 'enum': {
      const values = required('values').split(',');
      const trimmed = values.map((value) => value.trim());
      return { pattern: trimmed.map(escaped).join('|'), includes: (value) => trimmed.includes(value) };
    }
    case 'integer': {
      const [from = Number.NaN, to = Number.NaN] = required('range').split(',').map(Number);
      const digits = of('digits');
      if (Number.isNaN(from) || Number.isNaN(to))
        throw new Error(`projection.${key}.range is not a range of two numbers`);
      const pattern = digits ? `\\d{${Number(digits)}}` : '-?\\d+';
      return { pattern, includes: (value) => Number(value) >= from && Number(value) <= to };
    }
    case 'date': {
      const format = dateFormat(required('format'));
      const [from, to] = required('range')
        .split(',')
        .map((bound) => dateBound(bound.trim(), format));
      if (!from || !to) throw new Error(`projection.${key}.range is not a range of two dates`);
      const includes = (value: string, now: number) => {
        const at = format.parse(value);
        // NOW is a moment within a day, and the whole day is in the range.
        return at !== undefined && at >= format.floor(from(now)) && at <= to(now);
      };
      return { pattern: format.pattern, includes };
    }
    default:
      throw new Error(`projection.${key}.type '${type}' is not supported by this runtime`);
  }
}

interface DateFormat {
  readonly pattern: string;
  /** Milliseconds since 1970, UTC. */
  parse(text: string): number | undefined;
  /** The beginning of the day or hour, depending on the format's finest unit. */
  floor(time: number): number;
}

/** The letters of Java's date patterns, as digits, with the part of the date that they stand for. */
const dateLetters: Readonly<Record<string, readonly [digits: number, place: number]>> = {
  yyyy: [4, 0],
  MM: [2, 1],
  dd: [2, 2],
  HH: [2, 3],
  mm: [2, 4],
  ss: [2, 5],
};

function dateFormat(text: string): DateFormat {
  const places: number[] = [];
  const source = text
    .replaceAll(/'([^']*)'/g, '$1')
    .split(/([a-zA-Z]+)/)
    .map((part, index) => {
      if (index % 2 === 0) return escaped(part);
      const [digits, place] = dateLetters[part] ?? [];
      if (digits === undefined || place === undefined)
        throw new Error(`the date format '${text}' has an unknown '${part}'`);
      places.push(place);
      return `(\\d{${digits}})`;
    })
    .join('');
  const expression = new RegExp(`^${source}$`);
  const finest = Math.max(...places);
  const utc = ([year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0]: readonly (number | undefined)[]) =>
    Date.UTC(year, month - 1, day, hour, minute, second);
  return {
    pattern: source.replaceAll('(', '(?:'),
    parse(value) {
      const found = expression.exec(value);
      if (!found) return undefined;
      const fields: number[] = [];
      for (const [index, place] of places.entries()) fields[place] = Number(found[index + 1]);
      return utc(fields);
    },
    floor(time) {
      const fields = new Date(time).toISOString().split(/\D/).map(Number);
      return utc(fields.slice(0, finest + 1));
    },
  };
}

const spans: Readonly<Record<string, number>> = {
  SECONDS: 1000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
  WEEKS: 7 * 86_400_000,
};

/** Reads `2026-01-01` in the key's format, or `NOW`, `NOW+1DAYS`, `NOW-3YEARS`. */
function dateBound(text: string, format: DateFormat): ((now: number) => number) | undefined {
  if (text === 'NOW') return (now) => now;
  const [, sign, count, unit = ''] = /^NOW\s*([+-])\s*(\d+)\s*([A-Z]+?S?)$/.exec(text) ?? [];
  if (sign) {
    const offset = (sign === '-' ? -1 : 1) * Number(count);
    const units = unit.endsWith('S') ? unit : `${unit}S`;
    const months = { MONTHS: 1, YEARS: 12 }[units];
    if (months) {
      return (now) => {
        const date = new Date(now);
        return date.setUTCMonth(date.getUTCMonth() + offset * months);
      };
    }
    const span = spans[units];
    return span ? (now) => now + offset * span : undefined;
  }
  const fixed = format.parse(text);
  return fixed === undefined ? undefined : () => fixed;
}
