/** A column's type in Glue's notation, such as `array<struct<name:string,rank:int>>`. */
export type HiveType =
  | { readonly kind: 'primitive'; readonly name: Primitive; readonly arguments: readonly number[] }
  | { readonly kind: 'array'; readonly item: HiveType }
  | { readonly kind: 'map'; readonly key: HiveType; readonly value: HiveType }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: HiveType }[] };

/** DuckDB's names of the primitive types. */
const primitives = {
  string: 'VARCHAR',
  char: 'VARCHAR',
  varchar: 'VARCHAR',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  decimal: 'DECIMAL',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
  binary: 'BLOB',
} as const;
type Primitive = keyof typeof primitives;

/** Reads a type. Throws an error that quotes the text if it is not a type, or not one that this runtime supports. */
export function parseHiveType(text: string): HiveType {
  const tokens = text.match(/[<>,:()]|[^<>,:()\s]+/g) ?? [];
  let at = 0;
  const wrong = () => new Error(`'${text}' is not a column type that this runtime knows`);
  const expect = (token: string) => {
    if (tokens[at++] !== token) throw wrong();
  };

  function read(): HiveType {
    const name = (tokens[at++] ?? '').toLowerCase();
    if (name === 'array') {
      expect('<');
      const item = read();
      expect('>');
      return { kind: 'array', item };
    }
    if (name === 'map') {
      expect('<');
      const key = read();
      expect(',');
      const value = read();
      expect('>');
      return { kind: 'map', key, value };
    }
    if (name === 'struct') return { kind: 'struct', fields: readFields() };
    if (!Object.hasOwn(primitives, name)) throw wrong();
    return { kind: 'primitive', name: name as Primitive, arguments: tokens[at] === '(' ? readArguments() : [] };
  }

  function readFields() {
    const fields: { name: string; type: HiveType }[] = [];
    expect('<');
    do {
      const name = tokens[at++] ?? '';
      expect(':');
      fields.push({ name, type: read() });
    } while (tokens[at++] === ',');
    at -= 1;
    expect('>');
    return fields;
  }

  function readArguments() {
    const values: number[] = [];
    expect('(');
    do {
      const value = Number(tokens[at++]);
      if (!Number.isInteger(value)) throw wrong();
      values.push(value);
    } while (tokens[at++] === ',');
    at -= 1;
    expect(')');
    return values;
  }

  const type = read();
  if (at !== tokens.length) throw wrong();
  return type;
}

/** Returns the same type in DuckDB's SQL. */
export function duckDbType(type: HiveType): string {
  switch (type.kind) {
    case 'array':
      return `${duckDbType(type.item)}[]`;
    case 'map':
      return `MAP(${duckDbType(type.key)}, ${duckDbType(type.value)})`;
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `${identifier(field.name)} ${duckDbType(field.type)}`).join(', ')})`;
    case 'primitive': {
      // Hive's decimals without arguments are decimal(10,0).
      const [precision = 10, scale = 0] = type.arguments;
      return type.name === 'decimal' ? `DECIMAL(${precision}, ${scale})` : primitives[type.name];
    }
  }
}

/** Quotes any name for SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes any text for SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
