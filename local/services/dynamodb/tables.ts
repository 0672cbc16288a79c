import { ServiceError } from '../../kernel/service';
import type { StreamView } from './stream-view';
import type { TableDefinition } from './table-definition';

/** A table as one region sees it. The regions of a global table share the data, at once and without conflicts. */
export interface Table {
  readonly name: string;
  readonly region: string;
  /** The table's name in the engine: names are the same in several regions, the data need not be. */
  readonly engineName: string;
  readonly arn: string;
  readonly definition: TableDefinition;
  /** All regions of a global table. */
  readonly regions: readonly string[];
  readonly ttlAttribute?: string;
  readonly pointInTimeRecovery: boolean;
  /** The customer's KMS key, if there is one. */
  readonly key?: string;
  /** What its stream's records hold; none without a stream. */
  readonly streamView?: StreamView;
  readonly deletionProtection: boolean;
  readonly deployedAt: number;
}

/** The tables that templates have deployed. */
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

  /** By name or ARN. Throws `ResourceNotFoundException`. */
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
