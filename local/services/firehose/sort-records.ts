import type { TypedColumn } from '../../engines/query/parquet';
import { conformRecord, UnfitRecordError } from './conform';
import type { Conversion, StreamDefinition } from './definition';
import type { JournalRecord } from './journal';
import { partitionValue } from './metadata-query';
import { evaluatePrefix } from './prefix';

/**
 * The facts that decide where a segment's records go. They are stored with the segment, so that a second attempt
 * decides in the same way.
 */
export interface Plan {
  readonly prefix: string;
  readonly errorPrefix: string;
  readonly partitionKeys?: StreamDefinition['partitionKeys'];
  readonly conversion?: Conversion;
  /** The columns of the table, with Hive's types. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly tableVersion?: string;
  /** Milliseconds since 1970. */
  readonly plannedAt: number;
}

/** Lines, or unchanged records, grouped by the prefix of the object that they go to. */
export interface Sorted {
  readonly delivered: ReadonlyMap<string, readonly (string | Buffer)[]>;
  readonly failed: ReadonlyMap<string, readonly string[]>;
}

/** Decides where each record goes. The result does not depend on the time or the number of attempts. */
export function sortRecords(
  records: readonly JournalRecord[],
  plan: Plan,
  columns: readonly TypedColumn[],
  accountId: string,
): Sorted {
  const delivered = new Map<string, (string | Buffer)[]>();
  const failed = new Map<string, string[]>();
  const time = records[0]?.arrivedAt ?? plan.plannedAt;
  const fail = (errorType: string, document: object) => {
    add(failed, evaluatePrefix(plan.errorPrefix, { time, errorType }), `${JSON.stringify(document)}\n`);
  };
  for (const record of records) {
    const json = plan.partitionKeys || plan.conversion ? parsed(record.data) : undefined;
    const partition = partitionOf(plan, json);
    if (!partition) {
      const message =
        json === undefined ? 'Non JSON record provided' : 'partitionKeys values must not be null or empty';
      fail('processing-failed', partitioningError(record, plan, message));
      continue;
    }
    const prefix = evaluatePrefix(plan.prefix, { time, partition });
    if (!plan.conversion) {
      add(delivered, prefix, record.data);
      continue;
    }
    try {
      if (!isRecord(json)) throw new UnfitRecordError('Encountered malformed JSON.');
      add(delivered, prefix, `${JSON.stringify(conformRecord(json, columns, plan.conversion.reader))}\n`);
    } catch (error) {
      if (!(error instanceof UnfitRecordError)) throw error;
      const code = isRecord(json) ? 'MalformedData' : 'ParseError';
      fail('format-conversion-failed', conversionError(record, plan, plan.conversion, code, error.message, accountId));
    }
  }
  return { delivered, failed };
}

function add<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

function partitionOf({ partitionKeys = [] }: Plan, json: unknown): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const key of partitionKeys) {
    const value = partitionValue(key, json);
    if (value === undefined) return undefined;
    values[key.name] = value;
  }
  return values;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(data));
  } catch {
    return undefined;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: any JSON
const isRecord = (json: unknown): json is Record<string, any> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

function partitioningError({ data, arrivedAt }: JournalRecord, { plannedAt }: Plan, errorMessage: string) {
  return {
    attemptsMade: 1,
    arrivalTimestamp: arrivedAt,
    errorCode: 'DynamicPartitioning.MetadataExtractionFailed',
    errorMessage,
    attemptEndingTimestamp: plannedAt,
    rawData: data.toString('base64'),
  };
}

/** Source: Firehose developer guide, "Handling errors for data format conversion". */
function conversionError(
  { data, arrivedAt }: JournalRecord,
  { plannedAt, tableVersion }: Plan,
  { database, table, region }: Conversion,
  code: string,
  lastErrorMessage: string,
  catalogId: string,
) {
  return {
    attemptsMade: 1,
    arrivalTimestamp: arrivedAt,
    lastErrorCode: `DataFormatConversion.${code}`,
    lastErrorMessage,
    attemptEndingTimestamp: plannedAt,
    rawData: data.toString('base64'),
    sequenceNumber: null,
    subSequenceNumber: null,
    dataCatalogTable: { catalogId, databaseName: database, tableName: table, region, versionId: tableVersion },
  };
}
