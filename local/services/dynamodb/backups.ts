import { randomBytes } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { dropTable, fillTable } from './definition';
import type { Engine } from './engine';
import { longestReach } from './history';
import { backupName } from './layout';
import type { Table } from './tables';

/** A backup of a table: its settings at that time; the engine has the items. Times are in milliseconds since 1970. */
export interface Backup {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** SYSTEM: made by DynamoDB when a table with continuous backups was deleted. */
  readonly type: 'USER' | 'SYSTEM';
  readonly status: 'CREATING' | 'AVAILABLE';
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly table: Table;
  readonly items: number;
  readonly bytes: number;
}

/** Backups of tables, which outlive their tables. */
export class Backups {
  private readonly store: Store<Backup>;

  constructor(
    private readonly kernel: Kernel,
    private readonly engine: Engine,
  ) {
    this.store = kernel.store<Backup>('dynamodb', 'backups');
  }

  all(): Backup[] {
    return this.store.entries().map(([, backup]) => backup);
  }

  /** Throws `BackupNotFoundException`. */
  get(arn: string | undefined): Backup {
    const backup = arn === undefined ? undefined : this.store.get(arn);
    if (!backup) throw new ServiceError('BackupNotFoundException', `Backup not found: ${arn}`);
    return backup;
  }

  /** Starts a backup of the items that the table has now, and returns it before it is available. */
  begin(table: Table, name: string, type: Backup['type'] = 'USER'): { backup: Backup; done: Promise<void> } {
    const createdAt = this.kernel.now();
    // The form of AWS's ids.
    const id = `${String(createdAt).padStart(14, '0')}-${randomBytes(4).toString('hex')}`;
    const backup: Backup = {
      ...{ id, name, type, createdAt, table, status: 'CREATING', items: 0, bytes: 0 },
      arn: `${table.arn}/backup/${id}`,
      // Developer guide, "Delete a table with PITR enabled": the system's backup is kept for 35 days.
      ...(type === 'SYSTEM' && { expiresAt: createdAt + longestReach }),
    };
    this.store.put(backup.arn, backup);
    return { backup, done: this.copy(backup) };
  }

  async delete({ arn, id }: Backup): Promise<void> {
    this.store.delete(arn);
    await this.engine.write((unit, store) => dropTable(backupName(id), unit, store));
  }

  /** Completes backups that were interrupted, before anything else is written. */
  async resume(): Promise<void> {
    for (const backup of this.all()) if (backup.status === 'CREATING') await this.copy(backup);
  }

  async deleteExpired(): Promise<void> {
    const now = this.kernel.now();
    for (const backup of this.all()) if ((backup.expiresAt ?? now) < now) await this.delete(backup);
  }

  private async copy(backup: Backup): Promise<void> {
    let [items, bytes] = [0, 0];
    await this.engine.write(async (unit) => {
      const found = await this.engine.itemsOf(backup.table.engineName);
      items = found.size;
      for (const item of found.values()) bytes += Buffer.byteLength(JSON.stringify(item));
      // A backup has no indexes: a restore makes them.
      const { AttributeDefinitions, KeySchema } = backup.table.definition;
      fillTable(backupName(backup.id), { AttributeDefinitions, KeySchema }, found, unit);
    });
    this.store.put(backup.arn, { ...backup, status: 'AVAILABLE', items, bytes });
  }
}
