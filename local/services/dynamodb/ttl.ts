import { tokenPrefix, within } from './layout';
import { type Token, tokenLifetime } from './operations/transact-write';
import type { Table } from './tables';
import type { DynamoDb } from './usable-table';

/**
 * Milliseconds between two searches for expired items. AWS deletes them within a few days; on a laptop, users want to
 * see it happen.
 */
const sweepInterval = 20_000;
/** Seconds after which expired items are no longer deleted (developer guide, Time to Live: five years). */
const oldestExpiry = 5 * 365 * 24 * 3600;

/** Deletes expired items by their TTL attribute in seconds since 1970, and the oldest records and backups. */
export class TimeToLive {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dynamo: DynamoDb,
    private readonly historyBytes: number,
  ) {}

  /** Sweeps now, and then again and again. Resolves after the first sweep, so that nothing reads what is over. */
  async start(interval = sweepInterval): Promise<void> {
    const sweep = () => {
      this.running = this.sweep().catch((error: unknown) => {
        this.dynamo.kernel.log('dynamodb', 'expired items could not be deleted', { error: String(error) });
      });
    };
    sweep();
    this.timer = setInterval(() => this.running.then(sweep), interval).unref();
    await this.running;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Deletes the items that have expired by now. */
  async sweepNow(): Promise<void> {
    await this.running;
    const sweep = this.sweep();
    this.running = sweep.catch(() => {});
    await sweep;
  }

  private async sweep(): Promise<void> {
    const { engine, tables, streams } = this.dynamo;
    // Once for each global table, because its regions share the data.
    const byData = new Map(tables.all().map((table) => [table.engineName, table]));
    for (const table of byData.values()) await this.sweepTable(table);
    await streams.trim();
    await this.dynamo.backups.deleteExpired();
    const now = this.dynamo.kernel.now();
    await engine.write(async (unit, store) => {
      await engine.history.trim(now, this.historyBytes, unit, store);
      for await (const [key, token] of store.db.iterator(within(tokenPrefix))) {
        if ((token as Token).at < now - tokenLifetime) unit.add({ type: 'del', key });
      }
    });
  }

  private async sweepTable(table: Table): Promise<void> {
    const { engine } = this.dynamo;
    const keyNames = table.definition.KeySchema.map(({ AttributeName }) => AttributeName);
    for await (const [, item] of engine.items(table.engineName)) {
      if (!this.isExpired(item, table)) continue;
      const request = {
        TableName: table.engineName,
        Key: Object.fromEntries(keyNames.map((name) => [name, item[name]])),
        // The item may have got a later time since it was read.
        ConditionExpression: '#ttl = :seen',
        ExpressionAttributeNames: { '#ttl': table.ttlAttribute },
        ExpressionAttributeValues: { ':seen': item[table.ttlAttribute as string] },
      };
      const data = engine.prepare('DeleteItem', request);
      await engine
        .write((unit) => unit.perform('DeleteItem', data), 'expired')
        .catch((error: Error) => {
          if (error.name !== 'ConditionalCheckFailedException') throw error;
        });
    }
  }

  private isExpired(item: Record<string, unknown>, { ttlAttribute }: Table): boolean {
    if (ttlAttribute === undefined) return false;
    const { N } = (item[ttlAttribute] ?? {}) as { N?: string };
    if (N === undefined) return false;
    const age = this.dynamo.kernel.now() / 1000 - Number(N);
    return age > 0 && age < oldestExpiry;
  }
}
