import type { DuckDBType } from '@duckdb/node-api';

/** A column of a result, with the members of Athena's `ColumnInfo`. */
export interface ResultColumn {
  readonly name: string;
  /** `varchar`, `bigint`, `array` and the like. */
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
}

/** The precision is the number of digits or characters that Athena reports for a type. */
const types: Readonly<Record<string, readonly [type: string, precision: number, scale?: number]>> = {
  BOOLEAN: ['boolean', 0],
  TINYINT: ['tinyint', 3],
  UTINYINT: ['smallint', 5],
  SMALLINT: ['smallint', 5],
  USMALLINT: ['integer', 10],
  INTEGER: ['integer', 10],
  UINTEGER: ['bigint', 19],
  BIGINT: ['bigint', 19],
  // Trino has no larger integer type. Its sums are of type bigint, and fail on overflow.
  UBIGINT: ['bigint', 19],
  HUGEINT: ['bigint', 19],
  UHUGEINT: ['bigint', 19],
  FLOAT: ['float', 17],
  DOUBLE: ['double', 17],
  DATE: ['date', 0],
  TIME: ['time', 3],
  TIMESTAMP: ['timestamp', 3],
  TIMESTAMP_S: ['timestamp', 3],
  TIMESTAMP_MS: ['timestamp', 3],
  TIMESTAMP_NS: ['timestamp', 3],
  TIMESTAMPTZ: ['timestamp with time zone', 3],
  BLOB: ['varbinary', 1_073_741_824],
  LIST: ['array', 0],
  ARRAY: ['array', 0],
  MAP: ['map', 0],
  STRUCT: ['row', 0],
};

/** Every other type is text without a known length. */
const text = ['varchar', 2_147_483_647] as const;

export function resultColumn(name: string, type: DuckDBType, typeName: string): ResultColumn {
  if (typeName === 'DECIMAL') {
    const { width, scale } = type as unknown as { width: number; scale: number };
    return { name, type: 'decimal', precision: width, scale };
  }
  const [athena, precision, scale = 0] = types[typeName] ?? text;
  return { name, type: athena, precision, scale };
}
