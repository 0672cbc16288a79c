/** One partition key: its name, and the path of members to its value in a record. */
export interface PartitionKey {
  readonly name: string;
  readonly path: readonly string[];
}

const member = String.raw`(?:[A-Za-z_]\w*|"[^"\\]+")`;
const pair = new RegExp(String.raw`^\s*(${member})\s*:\s*((?:\.${member})+)\s*$`);
const unquoted = (name: string) => name.replace(/^"(.*)"$/, '$1');

/** Parses a JQ query of the form `{name: .member, other: .a.b}`. Throws an error that quotes any other query. */
export function parseMetadataQuery(query: string): PartitionKey[] {
  const body = /^\s*\{(.*)\}\s*$/s.exec(query)?.[1];
  const pairs = body?.split(',').map((text) => pair.exec(text)) ?? [null];
  return pairs.map((found) => {
    if (!found)
      throw new Error(
        `the query '${query}' is not of the form '{name: .member}', which is the only one that this runtime supports`,
      );
    const [, name = '', path = ''] = found;
    return { name: unquoted(name), path: (path.match(new RegExp(member, 'g')) ?? []).map(unquoted) };
  });
}

/** Returns the key's value in a record as text; `undefined` if it cannot be part of a name. */
export function partitionValue({ path }: PartitionKey, record: unknown): string | undefined {
  let value = record;
  for (const name of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return scalar && value !== '' ? String(value) : undefined;
}
