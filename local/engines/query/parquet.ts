import { openDuckDb } from './duckdb';
import { duckDbType, type HiveType, identifier, literal } from './hive-type';

export interface TypedColumn {
  readonly name: string;
  readonly type: HiveType;
}

/**
 * Converts lines of JSON, whose members already have the columns' types, to Parquet (Snappy). Members that are not
 * columns are left out, and missing members become null. Each of `files` is one source with its target.
 */
export async function writeParquet(
  columns: readonly TypedColumn[],
  files: readonly { readonly json: string; readonly parquet: string }[],
): Promise<void> {
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(jsonType(type))}`).join(', ');
  // JSON contains bytes as Base64, and all other values as they are.
  const values = columns.map(({ name, type }) =>
    isBinary(type) ? `from_base64(${identifier(name)}) AS ${identifier(name)}` : identifier(name),
  );
  const paths = files.flatMap(({ json, parquet }) => [json, parquet]);
  await openDuckDb(async ({ connection, seal }) => {
    await seal(paths);
    for (const { json, parquet } of files) {
      const source = `read_json(${literal(json)}, format = 'newline_delimited', columns = {${types}},
        maximum_object_size = ${maxLineBytes})`;
      await connection.run(
        `COPY (SELECT ${values.join(', ')} FROM ${source}) TO ${literal(parquet)} (FORMAT parquet, COMPRESSION snappy, USE_TMP_FILE false)`,
      );
    }
  });
}

/** The size of one line: Firehose's largest record, enlarged by escapes. */
const maxLineBytes = 16 * 1024 * 1024;

const isBinary = (type: HiveType) => type.kind === 'primitive' && type.name === 'binary';

const jsonType = (type: HiveType) => (isBinary(type) ? 'VARCHAR' : duckDbType(type));
