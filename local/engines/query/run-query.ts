import type { DuckDBConnection } from '@duckdb/node-api';
import { athenaText } from './athena-text';
import { type ResultColumn, resultColumn } from './athena-type';
import { openDuckDb } from './duckdb';
import { identifier, literal } from './hive-type';
import { macros } from './macros';
import { type FilesRelation, selectFiles } from './relation';
import { isConstant, RefusedQuery, type TableName, tablesOf } from './select';

export type Relation = FilesRelation | { readonly kind: 'view'; readonly sql: string; readonly database?: string };

export interface Query {
  readonly sql: string;
  /** SQL of a constant for each `?`, in order. */
  readonly parameters: readonly string[];
  /** The database of table names that do not contain one. */
  readonly database?: string;
  /** Finds a table. Throws {@link RefusedQuery} if the table does not exist. Names are in lower case. */
  relation(database: string, table: string): Promise<Relation>;
  /** Called once, when the columns are known and before the first row. */
  onColumns(columns: readonly ResultColumn[]): Promise<void>;
  /** Called with some rows; `undefined` stands for null. */
  onRows(rows: readonly (readonly (string | undefined)[])[]): Promise<void>;
  readonly signal: AbortSignal;
}

/** Athena's name for the account's own Glue catalog. */
const catalogName = 'awsdatacatalog';

/** The depth of views over views. It ends the loading of a view that names itself. */
const maxDepth = 32;

const session = [`SET lambda_syntax = 'ENABLE_SINGLE_ARROW'`, `ATTACH ':memory:' AS ${catalogName}`, ...macros];

/** Runs one SELECT. Throws {@link RefusedQuery}, DuckDB's own error, or the reason of the signal if it is aborted. */
export async function runQuery(query: Query): Promise<void> {
  query.signal.throwIfAborted();
  await openDuckDb(async ({ connection, seal }) => {
    let repeated: NodeJS.Timeout | undefined;
    // An interrupt between two statements has no effect on the next one, so it is repeated until the query ends.
    const interrupt = () => {
      repeated = setInterval(() => connection.interrupt(), 50);
    };
    query.signal.throwIfAborted();
    query.signal.addEventListener('abort', interrupt, { once: true });
    try {
      const relations = await new Loader(connection, query).load();
      const files = relations.flatMap(({ relation }) => (relation.kind === 'files' ? relation.files : []));
      await seal(files.map(({ path }) => path));
      for (const statement of session) await connection.run(statement);
      await create(connection, query, relations);
      await connection.run('SET lock_configuration = true');
      await execute(connection, query);
    } catch (error) {
      query.signal.throwIfAborted();
      throw error;
    } finally {
      clearInterval(repeated);
      query.signal.removeEventListener('abort', interrupt);
    }
  });
}

interface Loaded {
  readonly database: string;
  readonly table: string;
  readonly relation: Relation;
}

/** Loads the tables and views that a query reads, in an order in which each follows those that it is made of. */
class Loader {
  private readonly loaded = new Map<string, Loaded>();

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly query: Query,
  ) {}

  async load(): Promise<Loaded[]> {
    await this.from(this.query.sql, this.query.database?.toLowerCase(), []);
    return [...this.loaded.values()];
  }

  private async from(sql: string, database: string | undefined, path: readonly string[]): Promise<void> {
    for (const name of await tablesOf(this.connection, sql)) await this.one(name, database, path);
  }

  private async one(name: TableName, within: string | undefined, path: readonly string[]): Promise<void> {
    const { catalog = catalogName, table } = name;
    const database = name.database ?? within;
    if (catalog !== catalogName) throw new RefusedQuery(`CATALOG_NOT_FOUND: Catalog '${catalog}' not found`);
    if (!database)
      throw new RefusedQuery('MISSING_SCHEMA_NAME: Schema must be specified when session schema is not set');
    const key = `${database}.${table}`;
    if (this.loaded.has(key)) return;
    if (path.includes(key) || path.length > maxDepth) {
      throw new RefusedQuery(`INVALID_VIEW: View '${catalogName}.${key}' is recursive`);
    }
    this.query.signal.throwIfAborted();
    const relation = await this.query.relation(database, table);
    if (relation.kind === 'view') await this.from(relation.sql, relation.database ?? database, [...path, key]);
    this.loaded.set(key, { database, table, relation });
  }
}

async function create(connection: DuckDBConnection, query: Query, relations: readonly Loaded[]): Promise<void> {
  const home = query.database?.toLowerCase();
  const views = relations.flatMap(({ relation }) => (relation.kind === 'view' ? [relation.database] : []));
  const databases = new Set([...relations.map(({ database }) => database), ...views, home]);
  // The macros stay in the catalog in which the connection began.
  const use = (database: string) =>
    connection.run(`SET search_path = ${literal(`${catalogName}.${identifier(database)},memory.main`)}`);
  for (const database of databases) {
    if (database) await connection.run(`CREATE SCHEMA IF NOT EXISTS ${catalogName}.${identifier(database)}`);
  }
  for (const { database, table, relation } of relations) {
    const sql = relation.kind === 'view' ? trimmed(relation.sql) : selectFiles(relation);
    await use((relation.kind === 'view' ? relation.database : undefined) ?? database);
    const name = `${catalogName}.${identifier(database)}.${identifier(table)}`;
    await connection.run(`CREATE VIEW ${name} AS\n${sql}`);
  }
  await use(home ?? 'main');
}

/** Removes the end of a statement, so that the statement can be part of another. */
const trimmed = (sql: string) => sql.replace(/[;\s]+$/, '');

async function execute(connection: DuckDBConnection, query: Query): Promise<void> {
  const { sql, parameters } = query;
  await connection.run(`PREPARE athena_query AS\n${trimmed(sql)}`);
  for (const parameter of parameters) {
    if (!(await isConstant(connection, parameter))) {
      throw new RefusedQuery(`SYNTAX_ERROR: The execution parameter ${literal(parameter)} is not a constant`);
    }
  }
  const values = parameters.length > 0 ? `(${parameters.map((parameter) => `${parameter}\n`).join(', ')})` : '';
  const result = await connection.stream(`EXECUTE athena_query${values}`);
  const types = result.columnTypes();
  const { DuckDBTypeId } = await import('@duckdb/node-api');
  const columns = result
    .columnNames()
    .map((name, index) =>
      resultColumn(name, types[index] as (typeof types)[0], DuckDBTypeId[result.columnTypeId(index)] ?? ''),
    );
  await query.onColumns(columns);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    query.signal.throwIfAborted();
    await query.onRows(
      chunk.getRows().map((row) => row.map((value, index) => athenaText(value, columns[index]?.type ?? ''))),
    );
  }
}
