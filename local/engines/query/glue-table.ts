import type { Table } from '@aws-sdk/client-glue';
import { type HiveType, parseHiveType } from './hive-type';
import type { TypedColumn } from './parquet';
import { type Projection, parseProjection, parseS3Url } from './projection';

/** What a table of Glue's says about itself, as far as queries need it. */
export type GlueTable =
  | { readonly kind: 'view'; readonly sql: string; readonly database?: string }
  | {
      readonly kind: 'files';
      readonly format: 'parquet' | 'json';
      readonly columns: readonly TypedColumn[];
      readonly partitionKeys: readonly TypedColumn[];
      readonly location: { readonly bucket: string; readonly prefix: string };
      /** Present where there are partition keys. */
      readonly projection?: Projection;
      /** Lines that are not JSON are rows of nulls, and not an error. */
      readonly ignoreMalformed: boolean;
    };

const formats: Readonly<Record<string, 'parquet' | 'json'>> = {
  'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe': 'parquet',
  'org.openx.data.jsonserde.JsonSerDe': 'json',
};

/** Of the SerDes above; those without an effect on what is read, and one that is heeded. */
const serdeParameters = ['serialization.format', 'paths', 'case.insensitive', 'ignore.malformed.json'];

/** Reads a table's description. Throws an error that tells what this runtime does not know of it. */
export function readGlueTable(table: Partial<Table>): GlueTable {
  if (table.TableType === 'VIRTUAL_VIEW') return readView(table.ViewOriginalText ?? '');
  const { Columns = [], Location, SerdeInfo } = table.StorageDescriptor ?? {};
  const library = SerdeInfo?.SerializationLibrary ?? '';
  const format = formats[library];
  if (!format) throw new Error(`the SerDe '${library}' is not known to this runtime`);
  if (!Location) throw new Error('StorageDescriptor.Location is missing');
  const unknown = Object.keys(SerdeInfo?.Parameters ?? {}).find((name) => !serdeParameters.includes(name));
  if (unknown) throw new Error(`the SerDe's parameter '${unknown}' is not known to this runtime`);
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

/** Names are lower case in Glue, whatever a template says. */
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
