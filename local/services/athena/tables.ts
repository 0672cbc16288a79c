import type { GetTableCommandOutput } from '@aws-sdk/client-glue';
import { type GlueTable, readGlueTable } from '../../engines/query/glue-table';
import type { FilesRelation, TableFile } from '../../engines/query/relation';
import type { Relation } from '../../engines/query/run-query';
import { RefusedQuery } from '../../engines/query/select';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Caller, ListedObject, Objects } from './objects';

/** The query would have to read more bytes than the work group allows. */
export class CutoffExceeded extends Error {
  override readonly name = 'CutoffExceeded';
}

/** The tables that one query reads with its caller's permissions. */
export class Tables {
  /** The number of bytes of the objects read so far. */
  scanned = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly objects: Objects,
    private readonly caller: Caller,
    private readonly cutoff = Number.POSITIVE_INFINITY,
  ) {}

  /**
   * Athena reads Glue's `default` database in every query, and creates it if it does not exist (user guide, "Access
   * policy to the default database and catalog"). Throws `AccessDeniedException`.
   */
  authorizeDefault(): void {
    const { region, principal } = this.caller;
    const resources = ['catalog', 'database/default'].map(
      (rest) => `arn:aws:glue:${region}:${this.kernel.accountId}:${rest}`,
    );
    const actions = ['glue:GetDatabase', 'glue:CreateDatabase'];
    const demands = actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
    this.kernel.authorize(principal, region, demands);
  }

  async relation(database: string, table: string): Promise<Relation> {
    const found = await this.describe(database, table);
    return found.kind === 'view' ? found : this.files(found);
  }

  private async describe(database: string, table: string): Promise<GlueTable> {
    const { region, principal } = this.caller;
    const glue = <O>(operation: string, input: object) =>
      this.kernel.call<O>({ service: 'glue', operation, region, principal, input });
    try {
      await glue('GetDatabase', { Name: database });
    } catch (error) {
      if ((error as Error).name !== 'EntityNotFoundException') throw error;
      throw new RefusedQuery(`SCHEMA_NOT_FOUND: Schema 'awsdatacatalog.${database}' does not exist`);
    }
    try {
      const { Table } = await glue<GetTableCommandOutput>('GetTable', { DatabaseName: database, Name: table });
      return readGlueTable(Table ?? {});
    } catch (error) {
      if (!(error instanceof ServiceError) || error.name !== 'EntityNotFoundException') throw error;
      throw new RefusedQuery(`TABLE_NOT_FOUND: Table 'awsdatacatalog.${database}.${table}' does not exist`);
    }
  }

  private async files(table: GlueTable & { kind: 'files' }): Promise<FilesRelation> {
    const { format, columns, partitionKeys, projection, ignoreMalformed } = table;
    const { bucket, prefix } = projection ?? table.location;
    const now = this.kernel.now();
    const found: { object: ListedObject; partition: readonly string[] }[] = [];
    for (const object of await this.objects.list(this.caller, bucket, prefix)) {
      const partition = projection ? projection.match(object.key, now) : [];
      if (!partition) continue;
      found.push({ object, partition });
      this.scanned += object.size;
      if (this.scanned > this.cutoff) throw new CutoffExceeded('Bytes scanned limit was exceeded');
    }
    const keys = found.map(({ object }) => object.key);
    const paths = await this.objects.fetch(this.caller, bucket, keys, format);
    const files: TableFile[] = found.map(({ partition }, index) => ({ path: paths[index] ?? '', partition }));
    return { kind: 'files', format, columns, partitionKeys, files, ignoreMalformed };
  }
}
