import type { DuckDBConnection } from '@duckdb/node-api';

/** A query that is refused. The message explains to the query's author why. */
export class RefusedQuery extends Error {
  override readonly name = 'RefusedQuery';
}

/** A table's name as it stands in a query. */
export interface TableName {
  readonly catalog?: string;
  readonly database?: string;
  readonly table: string;
}

// biome-ignore lint/suspicious/noExplicitAny: DuckDB's own tree, of which little is looked at
type Node = any;

/** Table functions that use nothing but their arguments. All others could read files or settings. */
const tableFunctions = new Set(['unnest', 'range', 'generate_series']);

/** Scalar functions that reveal facts about the machine, or read data outside the tables of a query. */
const hostFunctions =
  /^(?:current_setting|set_config|getvariable|getenv|query|query_table|duckdb_\w+|pg_\w+|pragma_\w+|read_\w+|write_\w+|json_execute_serialized_sql|current_(?:database|schemas?|user|role)|session_user|user|version|in_search_path|nextval|currval)$/;

/**
 * Returns the tables that a query reads. Throws {@link RefusedQuery} unless it is one SELECT that reads only tables.
 */
export async function tablesOf(connection: DuckDBConnection, sql: string): Promise<TableName[]> {
  const found = new Map<string, TableName>();
  visit(await parse(connection, sql), new Set(), found);
  return [...found.values()];
}

/** Returns whether a text is one value: a constant, or a cast of a constant. */
export async function isConstant(connection: DuckDBConnection, text: string): Promise<boolean> {
  let node: Node;
  try {
    ({ node } = await parse(connection, `SELECT ${text}`));
  } catch {
    return false;
  }
  const { type, modifiers, select_list: items = [], from_table: from } = node;
  const plain = ['where_clause', 'having', 'sample', 'qualify'].every((clause) => node[clause] === null);
  return (
    type === 'SELECT_NODE' &&
    plain &&
    from?.type === 'EMPTY' &&
    modifiers.length + node.group_expressions.length + node.cte_map.map.length === 0 &&
    items.length === 1 &&
    items[0].alias === '' &&
    constant(items[0])
  );
}

function constant(expression: Node): boolean {
  if (expression.class === 'CONSTANT') return true;
  if (expression.class === 'CAST') return constant(expression.child);
  const sign = expression.class === 'FUNCTION' && expression.is_operator && expression.function_name === '-';
  return sign && expression.children.length === 1 && constant(expression.children[0]);
}

async function parse(connection: DuckDBConnection, sql: string): Promise<Node> {
  // This calls only the parser; DuckDB neither binds nor runs the statement.
  const answer = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  const tree = JSON.parse(String(answer.getRows()[0]?.[0])) as Node;
  if (tree.error) {
    const onlySelect = /only select|SELECT statements/i.test(tree.error_message);
    throw new RefusedQuery(
      onlySelect ? 'NOT_SUPPORTED: this runtime runs SELECT statements only' : `SYNTAX_ERROR: ${tree.error_message}`,
    );
  }
  if (tree.statements.length !== 1) throw new RefusedQuery('SYNTAX_ERROR: Only one sql statement is allowed');
  return tree.statements[0];
}

/** `scope` contains the names of WITH that hide tables. */
function visit(node: Node, scope: ReadonlySet<string>, found: Map<string, TableName>): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, scope, found);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  let within = scope;
  if (node.cte_map?.map?.length) {
    const names = new Set(scope);
    for (const { key, value } of node.cte_map.map) {
      const name = String(key).toLowerCase();
      const recursive = value.query?.node?.type === 'RECURSIVE_CTE_NODE';
      visit(value, recursive ? new Set([...names, name]) : names, found);
      names.add(name);
    }
    within = names;
  }
  check(node, within, found);
  for (const [member, value] of Object.entries(node)) if (member !== 'cte_map') visit(value, within, found);
}

function check(node: Node, scope: ReadonlySet<string>, found: Map<string, TableName>): void {
  if (node.type === 'TABLE_FUNCTION') {
    const name = String(node.function?.function_name ?? '').toLowerCase();
    if (!tableFunctions.has(name))
      throw new RefusedQuery(`FUNCTION_NOT_FOUND: Table function '${name}' not registered`);
    return;
  }
  if (node.class === 'FUNCTION' && typeof node.function_name === 'string') {
    const name = node.function_name.toLowerCase();
    if (hostFunctions.test(name)) throw new RefusedQuery(`FUNCTION_NOT_FOUND: Function '${name}' not registered`);
    return;
  }
  if (node.type === 'SHOW_REF') throw new RefusedQuery('NOT_SUPPORTED: this runtime runs SELECT statements only');
  if (node.type !== 'BASE_TABLE') return;
  const table = String(node.table_name).toLowerCase();
  const database = String(node.schema_name).toLowerCase() || undefined;
  const catalog = String(node.catalog_name).toLowerCase() || undefined;
  if (!database && scope.has(table)) return;
  found.set(JSON.stringify([catalog, database, table]), { catalog, database, table });
}
