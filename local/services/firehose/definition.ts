import type { PartitionKey } from './metadata-query';

/** The properties of a delivery stream in its template. */
export interface StreamDefinition {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly roleArn: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly errorPrefix: string;
  readonly kmsKey?: string;
  /** The template's values. {@link bufferOf} returns the effective ones. */
  readonly buffering: { readonly megabytes: number; readonly seconds: number };
  /** Absent without dynamic partitioning. */
  readonly partitionKeys?: readonly PartitionKey[];
  /** Absent if records are stored as they arrive. */
  readonly conversion?: Conversion;
  readonly log?: { readonly group: string; readonly stream: string };
}

/** The conversion from JSON to Parquet, by the columns of a Glue table. */
export interface Conversion {
  readonly database: string;
  readonly table: string;
  readonly region: string;
  readonly roleArn: string;
  readonly reader: ReaderOptions;
}

/** Options of the OpenX SerDe. */
export interface ReaderOptions {
  readonly caseInsensitive: boolean;
  readonly dotsToUnderscores: boolean;
  /** Names of members, keyed by column. */
  readonly mappings: Readonly<Record<string, string>>;
}

/** The maximum time in seconds that a record waits. AWS waits up to fifteen minutes, which is too long on a laptop. */
const LONGEST_BUFFER_SECONDS = 3;
/** The maximum size in MiB of the records that are delivered together, so that they fit into memory. */
const largestBuffer = 64;

/** Returns the limits at which a buffer is delivered: bytes, and milliseconds since its first record. */
export function bufferOf({ buffering }: StreamDefinition): { bytes: number; milliseconds: number } {
  return {
    bytes: Math.min(buffering.megabytes, largestBuffer) * 1024 * 1024,
    milliseconds: Math.min(buffering.seconds, LONGEST_BUFFER_SECONDS) * 1000,
  };
}
