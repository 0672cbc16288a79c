import type { LogEvent } from '../files';

/** A log event as queries see it. */
export interface LogRecord extends LogEvent {
  readonly account: string;
  readonly group: string;
  readonly stream: string;
  /** Position in its stream. */
  readonly index: number;
}

export type FieldReader = (field: string) => string | undefined;

/** 2026-12-01 12:00:00.000 */
const timeOf = (milliseconds: number) => new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '');

/**
 * Reads the fields of an event: the generated ones, and those of JSON objects by their paths, such as `error.name` and
 * `ids.0`. Only scalars are fields.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export function fieldsOf(record: LogRecord): FieldReader {
  let parsed: unknown;
  let isParsed = false;
  return (field) => {
    switch (field) {
      case '@timestamp':
        return timeOf(record.timestamp);
      case '@ingestionTime':
        return timeOf(record.ingestedAt);
      case '@message':
        return record.message;
      case '@log':
        return `${record.account}:${record.group}`;
      case '@logStream':
        return record.stream;
      case '@ptr':
        return Buffer.from(`${record.group}/${record.stream}/${record.index}`).toString('base64');
    }
    if (!isParsed) parsed = objectOf(record.message);
    isParsed = true;
    const value = field.split('.').reduce<unknown>(memberOf, parsed);
    return typeof value === 'object' || value === undefined ? undefined : String(value);
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function objectOf(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
