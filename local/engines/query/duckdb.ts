import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from './hive-type';

export interface DuckDb {
  readonly connection: DuckDBConnection;
  /** From now on, SQL can read only these files (absolute paths). It cannot use the network or load extensions. */
  seal(files: readonly string[]): Promise<void>;
}

/** A query that needs more memory fails with DuckDB's error instead of ending the runtime. */
const memoryLimit = '1GB';
const threads = '2';

/** Opens a database in memory for one use. DuckDB is loaded on first use, because loading takes a while. */
export async function openDuckDb<T>(use: (duckDb: DuckDb) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads,
    memory_limit: memoryLimit,
    // A temporary folder would be among the folders that SQL may use.
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    try {
      const seal = async (files: readonly string[]) => {
        if (files.length > 0) await connection.run(`SET allowed_paths = [${files.map(literal).join(', ')}]`);
        await connection.run('SET enable_external_access = false');
      };
      return await use({ connection, seal });
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
