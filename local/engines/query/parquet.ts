import { openDuckDb } from './duckdb';
import { duckDbType, type HiveType, identifier, literal } from './hive-type';

export interface TypedColumn {
  readonly name: string;
  readonly type: HiveType;
}

/**
 * Makes Parquet (Snappy) of lines of JSON whose members are of the columns' types already. Members of other names are
 * left out, and missing ones are null. Each of `files` is one source and what is made of it.
 */
export async function writeParquet(
  columns: readonly TypedColumn[],
  files: readonly { readonly json: string; readonly parquet: string }[],
): Promise<void> {
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(jsonType(type))}`).join(', ');
  // Bytes travel in JSON as Base64, everything else as it is.
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

/** Of one line: Firehose's largest record, grown by escapes. */
const maxLineBytes = 16 * 1024 * 1024;

const isBinary = (type: HiveType) => type.kind === 'primitive' && type.name === 'binary';

const jsonType = (type: HiveType) => (isBinary(type) ? 'VARCHAR' : duckDbType(type));
