import { createHash } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { type Principal, ServiceError } from '../../kernel/service';
import { authorizeKeyUse } from '../kms/use-key';
import { type Change, trimHorizon } from './change-log';
import type { Engine } from './engine';
import type { StreamView } from './stream-view';
import type {
  Table,
  Tables,
} from './tables'; /** A record in the form in which Lambda's functions get it: attribute values as in the JSON protocol, bytes as base64. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: object;
    readonly NewImage?: object;
    readonly OldImage?: object;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamView;
  };
  /** Set to DynamoDB's own identity if it deleted an item whose time to live had passed. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
  readonly eventSourceARN: string;
}

/** The only shard, because one machine needs no more. */
export const shardId = 'shardId-00000000000000000001-00000001';

/** How long a stream keeps its records, in milliseconds (developer guide, Change data capture for DynamoDB Streams). */
export const retention = 24 * 3600 * 1000;

/** How long records are kept that a reader has not passed, because the laptop may have been off. Milliseconds. */
const unreadRetention = 14 * retention;

/** AWS's label is the time at which the stream was made. A fixed label makes its ARN known before the deployment. */
const label = '2026-01-01T00:00:00.000';

export const streamArnOf = (tableArn: string) => `${tableArn}/stream/${label}`;
export const streamLabel = label;

/** The records of tables' streams, for authorized readers. */
export class Streams {
  /** The position of each reader, by the engine's name of the table and the reader's id. */
  private readonly readers = new Map<string, Map<string, () => string>>();

  constructor(
    private readonly kernel: Kernel,
    private readonly engine: Engine,
    private readonly tables: Tables,
  ) {}

  /** Throws `ResourceNotFoundException` if the stream does not exist. */
  refuseUnknown(streamArn: string): void {
    this.tableOf(streamArn);
  }

  /** Checks a stream reader's permissions. Throws `AccessDeniedException`. */
  authorize(streamArn: string, principal: Principal): void {
    const table = this.tableOf(streamArn);
    const { kernel } = this;
    kernel.authorize(principal, table.region, [
      { action: 'dynamodb:DescribeStream', resource: streamArn },
      { action: 'dynamodb:GetShardIterator', resource: streamArn },
      { action: 'dynamodb:GetRecords', resource: streamArn },
      { action: 'dynamodb:ListStreams', resource: streamArn },
    ]);
    authorizeKeyUse(kernel, {
      ...{ principal, region: table.region, via: 'dynamodb', key: table.key, actions: ['kms:Decrypt'] },
      encryptionContext: {
        'aws:dynamodb:tableName': table.name,
        'aws:dynamodb:subscriberId': kernel.accountId,
      },
    });
  }

  /** Returns the position at which a new reader begins. */
  async position(streamArn: string, starting: 'TRIM_HORIZON' | 'LATEST'): Promise<string> {
    this.refuseUnknown(streamArn);
    return starting === 'LATEST' ? this.engine.latestChange() : trimHorizon;
  }

  /**
   * Iterates over the records after a sequence number, oldest first, as they are read from disk. Authorized like
   * GetRecords.
   */
  async *read(streamArn: string, after: string, principal: Principal): AsyncGenerator<StreamRecord> {
    this.authorize(streamArn, principal);
    const table = this.tableOf(streamArn);
    for await (const change of this.engine.changesAfter(table.engineName, after)) yield recordOf(change, table);
  }

  /**
   * Calls back when there are more records to read. Records that the reader has not passed are retained for it for two
   * weeks. Returns a function that ends this.
   */
  attach(streamArn: string, reader: string, options: { position(): string; onChange(): void }): () => void {
    const { engineName } = this.tableOf(streamArn);
    const readers = this.readers.get(engineName) ?? new Map<string, () => string>();
    this.readers.set(engineName, readers.set(reader, options.position));
    const end = this.engine.changes.onChange(engineName, options.onChange);
    return () => {
      readers.delete(reader);
      end();
    };
  }

  /** Deletes records after their retention time, and those that a reader has not passed after a longer one. */
  async trim(): Promise<void> {
    const now = this.kernel.now();
    for (const table of this.engine.changes.tables()) {
      const positions = [...(this.readers.get(table)?.values() ?? [])].map((position) => position());
      await this.engine.trimChanges(table, ({ at, sequenceNumber }) => {
        const isRead = positions.every((position) => sequenceNumber <= position);
        return at < now - (isRead ? retention : unreadRetention);
      });
    }
  }

  private tableOf(streamArn: string): Table {
    const table = this.tables.all().find(({ arn, streamView }) => streamView && streamArnOf(arn) === streamArn);
    if (table) return table;
    throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Stream: ${streamArn} not found`);
  }
}

/** Returns the bytes of a value. Source: DynamoDB developer guide, "Item sizes and formats". */
function sizeOfValue(value: unknown): number {
  const [[type, content] = ['NULL', true]] = Object.entries(value as Record<string, unknown>);
  if (type === 'S') return Buffer.byteLength(String(content));
  if (type === 'N') return Math.ceil(String(content).replace(/[-.]/g, '').length / 2) + 1;
  if (type === 'B') return Buffer.from(String(content), 'base64').length;
  if (type === 'M') return 3 + sizeOfItem(content as Record<string, unknown>);
  if (!Array.isArray(content)) return 1;
  if (type === 'L') return 3 + content.reduce<number>((sum, one) => sum + 1 + sizeOfValue(one), 0);
  return content.reduce<number>((sum, one) => sum + sizeOfValue({ [type.charAt(0)]: one }), 0);
}

const sizeOfItem = (item: object): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), 0);

function recordOf(change: Change, table: Table): StreamRecord {
  const { sequenceNumber, at, keys, before, after, expired } = change;
  const view = table.streamView as StreamView;
  const images = {
    ...(after && (view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES') && { NewImage: after }),
    ...(before && (view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES') && { OldImage: before }),
  };
  return {
    eventID: createHash('sha256').update(`${table.arn} ${sequenceNumber}`).digest('hex').slice(0, 32),
    eventName: !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: table.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1000),
      Keys: keys,
      ...images,
      SequenceNumber: sequenceNumber,
      SizeBytes: [keys, ...Object.values(images)].reduce((sum, item) => sum + sizeOfItem(item), 0),
      StreamViewType: view,
    },
    ...(expired && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    eventSourceARN: streamArnOf(table.arn),
  };
}
