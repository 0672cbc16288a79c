import type { RestoreSummary } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../../kernel/service';
import type { StreamView } from './stream-view';
import type { TableDefinition } from './table-definition';

export interface Restored extends Omit<RestoreSummary, 'RestoreDateTime' | 'RestoreInProgress'> {
  readonly at: number;
}

/** A table in one region. The regions of a global table share the data immediately and without conflicts. */
export interface Table {
  readonly name: string;
  readonly region: string;
  /** The table's name in the engine. Tables of several regions may have the same name but different data. */
  readonly engineName: string;
  readonly arn: string;
  readonly definition: TableDefinition;
  /** All regions of a global table. */
  readonly regions: readonly string[];
  readonly ttlAttribute?: string;
  readonly pointInTimeRecovery: boolean;
  /** The customer's KMS key, if there is one. */
  readonly key?: string;
  /** The content of the stream's records; absent without a stream. */
  readonly streamView?: StreamView;
  readonly deletionProtection: boolean;
  readonly deployedAt: number;
  /** Set while a restore fills the table. @default - ACTIVE */
  readonly status?: 'CREATING';
  /** The source of a table that was restored; set for those only. Times are in milliseconds since 1970. */
  readonly restored?: Restored;
}

/** The tables of the templates, and those that were restored. */
export class Tables {
  private readonly byName = new Map<string, Table>();

  put(table: Table): void {
    this.byName.set(`${table.region}/${table.name}`, table);
  }

  remove({ region, name }: Table): void {
    this.byName.delete(`${region}/${name}`);
  }

  all(): Table[] {
    return [...this.byName.values()];
  }

  /** Finds a table by name or ARN. Throws `ResourceNotFoundException`. */
  find(reference: string | undefined, region: string, message = 'Requested resource not found'): Table {
    const name = reference?.startsWith('arn:') ? reference.slice(reference.lastIndexOf('/') + 1) : reference;
    if (name !== undefined && !/^[a-zA-Z0-9_.-]+$/.test(name)) {
      const why = `Value '${name}' at 'tableName' failed to satisfy constraint`;
      const pattern = 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+';
      throw new ServiceError('ValidationException', `1 validation error detected: ${why}: ${pattern}`);
    }
    const table = this.byName.get(`${region}/${name}`);
    if (!table) throw new ServiceError('ResourceNotFoundException', message);
    return table;
  }
}
