import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHiveType } from '../../engines/query/hive-type';
import { writeParquet } from '../../engines/query/parquet';
import type { Kernel } from '../../kernel/kernel';
import { columnOf, logFields, type ServedRequest } from './log-fields';

/** The log of a distribution: its fields and its destination. */
export interface LogDelivery {
  readonly distributionArn: string;
  /** `arn:aws:logs:{region}:{account}:delivery-source:{name}` */
  readonly sourceArn: string;
  readonly region: string;
  readonly bucket: string;
  /** The beginning of keys, with a slash at its end. */
  readonly prefix: string;
  /** The folders below the prefix, with variables such as `{yyyy}`. */
  readonly suffix: string;
  readonly fields: readonly string[];
}

interface Row {
  readonly at: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Seconds between deliveries. AWS delivers within some minutes. */
const LOG_DELIVERY_SECONDS = 5;
/** The maximum number of waiting rows. If deliveries fail for too long, the oldest rows are lost. */
const maxWaitingRows = 100_000;

/** Collects the requests that the edge served, and writes them to a bucket as Parquet every few seconds. */
export class AccessLogs {
  /** Keyed by the name of the source. */
  private readonly deliveries = new Map<string, LogDelivery>();
  private readonly rows = new Map<string, Row[]>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;

  constructor(private readonly kernel: Kernel) {
    // What a crash has left of a delivery.
    rmSync(join(kernel.folder('cloudfront'), 'logs'), { recursive: true, force: true });
  }

  deliver(delivery: LogDelivery): void {
    this.deliveries.set(delivery.sourceArn, delivery);
  }

  note(served: ServedRequest): void {
    for (const { sourceArn, distributionArn, fields } of this.deliveries.values()) {
      if (distributionArn !== served.distribution.arn) continue;
      const rows = this.rows.get(sourceArn) ?? [];
      const values = fields.map((field) => [columnOf(field), logFields[field]?.(served) ?? '-'] as const);
      rows.push({ at: served.endedAt, values: Object.fromEntries(values) });
      if (rows.length > maxWaitingRows) rows.shift();
      this.rows.set(sourceArn, rows);
      this.timer ??= setTimeout(() => void this.flush(), LOG_DELIVERY_SECONDS * 1000).unref();
    }
  }

  /** Delivers all waiting rows. */
  async stop(): Promise<void> {
    await this.flushing;
    await this.flush();
    clearTimeout(this.timer);
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flushing ??= this.flushAll().finally(() => {
      this.flushing = undefined;
    });
    await this.flushing;
  }

  private async flushAll(): Promise<void> {
    for (const [sourceArn, rows] of [...this.rows]) {
      const delivery = this.deliveries.get(sourceArn);
      if (!delivery || rows.length === 0) continue;
      this.rows.set(sourceArn, []);
      try {
        await this.put(delivery, rows);
      } catch (error) {
        this.kernel.log('cloudfront', 'access logs could not be delivered', { error: String(error) });
        this.rows.set(sourceArn, [...rows, ...(this.rows.get(sourceArn) ?? [])].slice(-maxWaitingRows));
        this.timer ??= setTimeout(() => void this.flush(), LOG_DELIVERY_SECONDS * 1000).unref();
      }
    }
  }

  private async put(delivery: LogDelivery, rows: readonly Row[]): Promise<void> {
    const columns = delivery.fields.map((field) => ({ name: columnOf(field), type: parseHiveType('string') }));
    const scratch = join(this.kernel.folder('cloudfront'), 'logs', randomUUID());
    mkdirSync(scratch, { recursive: true });
    try {
      const groups = [...this.byFolder(delivery, rows)];
      const files = groups.map(([, some], index) => {
        const json = join(scratch, `${index}.json`);
        writeFileSync(json, some.map(({ values }) => `${JSON.stringify(values)}\n`).join(''));
        return { json, parquet: join(scratch, `${index}.parquet`) };
      });
      await writeParquet(columns, files);
      for (const [index, [prefix]] of groups.entries()) {
        const Body = readFileSync(files[index]?.parquet ?? '');
        await this.kernel.call({
          ...{ service: 's3', operation: 'PutObject', region: delivery.region },
          principal: {
            kind: 'service',
            accountId: this.kernel.accountId,
            service: 'delivery.logs.amazonaws.com',
            sourceArn: delivery.sourceArn,
          },
          input: {
            ...{ Bucket: delivery.bucket, Key: `${prefix}.${randomUUID().slice(0, 8)}.parquet` },
            ...{ Body, ContentLength: Body.length, ACL: 'bucket-owner-full-control' },
          },
        });
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  private byFolder(delivery: LogDelivery, rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const prefix = this.keyPrefix(delivery, row.at);
      const group = groups.get(prefix);
      if (group) group.push(row);
      else groups.set(prefix, [row]);
    }
    return groups;
  }

  /** Returns an object's key without its end: `{prefix}{suffix}/{distribution}.{yyyy-MM-dd-HH}`. */
  private keyPrefix({ prefix, suffix, distributionArn }: LogDelivery, at: number): string {
    const [yyyy = '', MM = '', dd = '', HH = ''] = new Date(at).toISOString().split(/\D/);
    const id = distributionArn.slice(distributionArn.lastIndexOf('/') + 1);
    const variables: Readonly<Record<string, string>> = {
      ...{ yyyy, MM, dd, HH, accountid: this.kernel.accountId, DistributionId: id, distributionid: id },
    };
    const folders = suffix.replaceAll(/\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole);
    return `${prefix}${folders.replace(/(?<=[^/])$/, '/')}${id}.${yyyy}-${MM}-${dd}-${HH}`;
  }
}
