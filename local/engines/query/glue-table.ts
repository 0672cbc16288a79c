import type { Table } from '@aws-sdk/client-glue';
import { type HiveType, parseHiveType } from './hive-type';
import type { TypedColumn } from './parquet';
import { type Projection, parseProjection, parseS3Url } from './projection';

/** The part of a Glue table's description that queries need. */
export type GlueTable =
  | { readonly kind: 'view'; readonly sql: string; readonly database?: string }
  | {
      readonly kind: 'files';
      readonly format: 'parquet' | 'json';
      readonly columns: readonly TypedColumn[];
      readonly partitionKeys: readonly TypedColumn[];
      readonly location: { readonly bucket: string; readonly prefix: string };
      /** Set if the table has partition keys. */
      readonly projection?: Projection;
      /** Whether a line that is not JSON becomes a row of nulls. Otherwise it is an error. */
      readonly ignoreMalformed: boolean;
    };

const formats: Readonly<Record<string, 'parquet' | 'json'>> = {
  'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe': 'parquet',
  'org.openx.data.jsonserde.JsonSerDe': 'json',
};

/**
 * Parameters of the SerDes above. `ignore.malformed.json` has an effect here; the others do not change what is read.
 */
const serdeParameters = ['serialization.format', 'paths', 'case.insensitive', 'ignore.malformed.json'];

/** Reads a table's description. Throws an error that names the first part which this runtime does not support. */
export function readGlueTable(table: Partial<Table>): GlueTable {
  if (table.TableType === 'VIRTUAL_VIEW') return readView(table.ViewOriginalText ?? '');
  const { Columns = [], Location, SerdeInfo } = table.StorageDescriptor ?? {};
  const library = SerdeInfo?.SerializationLibrary ?? '';
  const format = formats[library];
  if (!format) throw new Error(`the SerDe '${library}' is not supported by this runtime`);
  if (!Location) throw new Error('StorageDescriptor.Location is missing');
  const unknown = Object.keys(SerdeInfo?.Parameters ?? {}).find((name) => !serdeParameters.includes(name));
  if (unknown) throw new Error(`the SerDe's parameter '${unknown}' is not supported by this runtime`);
  const { bucket, prefix } = parseS3Url(Location);
  const partitionKeys = (table.PartitionKeys ?? []).map(typed);
  const keys = partitionKeys.map(({ name }) => name);
  return {
    kind: 'files',
    format,
    columns: Columns.map(typed),
    partitionKeys,
    location: { bucket, prefix: prefix.replace(/(?<=[^/])$/, '/') },
    ...(keys.length > 0 && { projection: parseProjection(keys, Location, table.Parameters ?? {}) }),
    ignoreMalformed: SerdeInfo?.Parameters?.['ignore.malformed.json']?.toLowerCase() === 'true',
  };
}

/** Glue stores names in lower case, whatever the template contains. */
function typed({ Name = '', Type = 'string' }: { Name?: string; Type?: string }): { name: string; type: HiveType } {
  return { name: Name.toLowerCase(), type: parseHiveType(Type) };
}

function readView(text: string): GlueTable {
  const encoded = /^\s*\/\*\s*Presto View:\s*([A-Za-z0-9+/=]+)\s*\*\/\s*$/.exec(text)?.[1];
  if (!encoded) throw new Error('ViewOriginalText is not a Presto View');
  const { originalSql, schema } = JSON.parse(Buffer.from(encoded, 'base64').toString()) as Record<string, unknown>;
  if (typeof originalSql !== 'string') throw new Error('ViewOriginalText has no originalSql');
  return { kind: 'view', sql: originalSql, ...(typeof schema === 'string' && { database: schema.toLowerCase() }) };
}
