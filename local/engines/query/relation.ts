import { duckDbType, identifier, literal } from './hive-type';
import type { TypedColumn } from './parquet';

/** One file of a table, with the values of its partition. */
export interface TableFile {
  /** The absolute path on this machine. */
  readonly path: string;
  readonly partition: readonly string[];
}

/** A table that consists of files. */
export interface FilesRelation {
  readonly kind: 'files';
  readonly format: 'parquet' | 'json';
  readonly columns: readonly TypedColumn[];
  readonly partitionKeys: readonly TypedColumn[];
  readonly files: readonly TableFile[];
  readonly ignoreMalformed: boolean;
}

/** The reader's own column of paths. Its name does not occur in tables. */
const pathColumn = '__path_of_file';

/**
 * Returns a SELECT of the table's rows, in the order of Glue's columns. Columns that a file lacks are null; columns of
 * a file that the table lacks are left out.
 */
export function selectFiles(relation: FilesRelation): string {
  const { columns, partitionKeys, files } = relation;
  const all = [...columns, ...partitionKeys];
  const nulls = (of: readonly TypedColumn[]) =>
    of.map(({ name, type }) => `CAST(NULL AS ${duckDbType(type)}) AS ${identifier(name)}`).join(', ');
  if (files.length === 0) return `SELECT ${nulls(all)} WHERE false`;
  const cast = (from: string) => (column: TypedColumn) =>
    `CAST(${from}.${identifier(column.name)} AS ${duckDbType(column.type)}) AS ${identifier(column.name)}`;
  const selected = [...columns.map(cast('f')), ...partitionKeys.map(cast('p'))].join(', ');
  const rows = `SELECT ${nulls(columns)}, '' AS ${pathColumn} WHERE false UNION ALL BY NAME SELECT * FROM ${reader(relation)}`;
  if (partitionKeys.length === 0) return `SELECT ${selected} FROM (${rows}) f`;
  const partitions = files.map(({ path, partition }) => `(${[path, ...partition].map(literal).join(', ')})`).join(', ');
  const names = [pathColumn, ...partitionKeys.map(({ name }) => identifier(name))].join(', ');
  return `SELECT ${selected} FROM (${rows}) f JOIN (VALUES ${partitions}) p(${names}) USING (${pathColumn})`;
}

function reader({ format, columns, files, ignoreMalformed }: FilesRelation): string {
  const paths = `[${files.map(({ path }) => literal(path)).join(', ')}]`;
  const options = [`filename = '${pathColumn}'`, 'hive_partitioning = false'];
  if (format === 'parquet') return `read_parquet(${[paths, ...options, 'union_by_name = true'].join(', ')})`;
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(duckDbType(type))}`).join(', ');
  options.push(`format = 'newline_delimited'`, `columns = {${types}}`, `ignore_errors = ${ignoreMalformed}`);
  return `read_json(${[paths, ...options].join(', ')})`;
}
