import { isDeepStrictEqual } from 'node:util';
import type { Database, Table } from '@aws-sdk/client-glue';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';

/** The stored form. Times are milliseconds since 1970. */
interface Stored<T> {
  readonly region: string;
  readonly value: T;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

export type TableInput = Omit<Table, 'CreateTime' | 'UpdateTime' | 'VersionId' | 'DatabaseName' | 'CatalogId'>;
export type DatabaseInput = Omit<Database, 'CreateTime' | 'CatalogId'>;

const notFound = (what: string) => new ServiceError('EntityNotFoundException', `${what} not found.`);

/** Databases and tables. Names are in lower case. */
export class Catalog {
  private readonly databaseStore: Store<Stored<DatabaseInput>>;
  private readonly tableStore: Store<Stored<TableInput & { readonly DatabaseName: string }>>;

  constructor(private readonly kernel: Kernel) {
    this.databaseStore = kernel.store('glue', 'databases');
    this.tableStore = kernel.store('glue', 'tables');
  }

  putDatabase(region: string, input: DatabaseInput & { readonly Name: string }): void {
    this.putVersion(this.databaseStore, region, `${region}/${input.Name}`, input);
  }

  putTable(region: string, database: string, input: TableInput & { readonly Name: string }): void {
    this.database(region, database);
    this.putVersion(this.tableStore, region, `${region}/${database}/${input.Name}`, {
      ...input,
      DatabaseName: database,
    });
  }

  /** Throws `EntityNotFoundException`. */
  database(region: string, name: string): Database {
    const kept = this.databaseStore.get(`${region}/${name.toLowerCase()}`);
    if (!kept) throw notFound(`Database ${name}`);
    return this.describeDatabase(kept);
  }

  /** Throws `EntityNotFoundException`. */
  table(region: string, database: string, name: string): Table {
    this.database(region, database);
    const kept = this.tableStore.get(`${region}/${database.toLowerCase()}/${name.toLowerCase()}`);
    if (!kept) throw notFound(`Entity Not Found: Table ${name}`);
    return this.describeTable(kept);
  }

  databases(region: string): Database[] {
    const kept = this.databaseStore.entries().map(([, one]) => one);
    return kept
      .filter((one) => one.region === region)
      .map((one) => this.describeDatabase(one))
      .sort(byName);
  }

  tables(region: string, database: string): Table[] {
    this.database(region, database);
    const kept = this.tableStore.entries().map(([, one]) => one);
    return kept
      .filter((one) => one.region === region && one.value.DatabaseName === database.toLowerCase())
      .map((one) => this.describeTable(one))
      .sort(byName);
  }

  /** The version changes only if the content changes. */
  private putVersion<T>(store: Store<Stored<T>>, region: string, key: string, value: T): void {
    const plain = JSON.parse(JSON.stringify(value)) as T;
    const known = store.get(key);
    if (known && isDeepStrictEqual(known.value, plain)) return;
    const now = this.kernel.now();
    const version = known ? known.version + 1 : 0;
    store.put(key, { region, value: plain, createdAt: known?.createdAt ?? now, updatedAt: now, version });
  }

  private describeDatabase({ value, createdAt }: Stored<DatabaseInput>): Database {
    return { ...value, CatalogId: this.kernel.accountId, CreateTime: new Date(createdAt) };
  }

  private describeTable({ value, createdAt, updatedAt, version }: Stored<TableInput>): Table {
    return {
      ...value,
      CatalogId: this.kernel.accountId,
      CreateTime: new Date(createdAt),
      UpdateTime: new Date(updatedAt),
      VersionId: String(version),
      IsRegisteredWithLakeFormation: false,
    };
  }
}

const byName = (a: { Name?: string }, b: { Name?: string }) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1);
