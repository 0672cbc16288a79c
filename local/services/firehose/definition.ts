import type { PartitionKey } from './metadata-query';

/** A delivery stream, as its template asks. */
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
  /** What the template says; {@link bufferOf} tells what is done. */
  readonly buffering: { readonly megabytes: number; readonly seconds: number };
  /** Missing without dynamic partitioning. */
  readonly partitionKeys?: readonly PartitionKey[];
  /** Missing where records are put as they came. */
  readonly conversion?: Conversion;
  readonly log?: { readonly group: string; readonly stream: string };
}

/** From JSON to Parquet, by the columns of a table of Glue's. */
export interface Conversion {
  readonly database: string;
  readonly table: string;
  readonly region: string;
  readonly roleArn: string;
  readonly reader: ReaderOptions;
}

/** Of the OpenX SerDe. */
export interface ReaderOptions {
  readonly caseInsensitive: boolean;
  readonly dotsToUnderscores: boolean;
  /** Names of members by column. */
  readonly mappings: Readonly<Record<string, string>>;
}

/** Seconds that a record waits at most. AWS waits up to fifteen minutes; nobody does so on a laptop. */
export const LONGEST_BUFFER_SECONDS = 3;
/** MiB of records that are delivered at a time at most, so that they fit into memory. */
const largestBuffer = 64;

/** When a buffer is delivered: bytes, and milliseconds since its first record. */
export function bufferOf({ buffering }: StreamDefinition): { bytes: number; milliseconds: number } {
  return {
    bytes: Math.min(buffering.megabytes, largestBuffer) * 1024 * 1024,
    milliseconds: Math.min(buffering.seconds, LONGEST_BUFFER_SECONDS) * 1000,
  };
}
