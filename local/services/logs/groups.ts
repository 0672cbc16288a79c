import type { Kernel } from '../../kernel/kernel';
import { type Call, ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { authorizeKeyUse } from '../kms/use-key';
import { type LogEvent, LogFiles } from './files';

export interface LogGroup {
  readonly name: string;
  readonly region: string;
  readonly retentionDays?: number;
  /** The customer's KMS key, if there is one. */
  readonly key?: string;
  readonly createdAt: number;
}

export interface LogStream {
  readonly region: string;
  readonly group: string;
  readonly name: string;
  readonly createdAt: number;
}

const dayMilliseconds = 24 * 3600 * 1000;

/** Log groups and their streams. */
export class LogGroups {
  private readonly groups: Store<LogGroup>;
  private readonly streams: Store<LogStream>;
  private readonly files: LogFiles;

  constructor(readonly kernel: Kernel) {
    this.groups = kernel.store<LogGroup>('logs', 'groups');
    this.streams = kernel.store<LogStream>('logs', 'streams');
    this.files = new LogFiles(kernel.folder('logs/events'));
  }

  put(group: Omit<LogGroup, 'createdAt'>): void {
    const key = `${group.region}/${group.name}`;
    const before = this.groups.get(key);
    this.groups.put(key, { ...group, createdAt: before?.createdAt ?? this.kernel.now() });
  }

  /** Deletes the events that are older than the retention of their group. AWS deletes them within three days. */
  sweep(): void {
    for (const [, { region, name, retentionDays }] of this.groups.entries()) {
      if (retentionDays === undefined) continue;
      this.files.expire(region, name, this.kernel.now() - retentionDays * dayMilliseconds);
    }
  }

  /** Removes a group with all its streams and events. */
  remove(region: string, name: string): void {
    const group = this.get(region, name);
    if (!group) return;
    for (const stream of this.streamsOf(group)) this.streams.delete(`${region}/${name}/${stream.name}`);
    this.groups.delete(`${region}/${name}`);
    this.files.remove(region, name);
  }

  get(region: string, name: string): LogGroup | undefined {
    return this.groups.get(`${region}/${name}`);
  }

  /** Finds a group by name or ARN. Throws `ResourceNotFoundException`. */
  find(region: string, reference: string | undefined): LogGroup {
    const name = /:log-group:([^:]+)/.exec(reference ?? '')?.[1] ?? reference ?? '';
    const group = this.get(region, name);
    if (!group) throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  }

  all(region: string): LogGroup[] {
    return this.groups
      .entries()
      .map(([, group]) => group)
      .filter((group) => group.region === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  addStream(group: LogGroup, name: string): void {
    const { region } = group;
    this.streams.put(`${region}/${group.name}/${name}`, {
      region,
      group: group.name,
      name,
      createdAt: this.kernel.now(),
    });
  }

  hasStream(group: LogGroup, name: string): boolean {
    return this.streams.get(`${group.region}/${group.name}/${name}`) !== undefined;
  }

  streamsOf(group: LogGroup): LogStream[] {
    return this.streams
      .entries()
      .map(([, stream]) => stream)
      .filter((stream) => stream.region === group.region && stream.group === group.name)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  append(group: LogGroup, stream: string, events: readonly Omit<LogEvent, 'ingestedAt'>[]): void {
    const ingestedAt = this.kernel.now();
    this.files.append(
      group.region,
      group.name,
      stream,
      events.map((event) => ({ ...event, ingestedAt })),
    );
  }

  read(group: LogGroup, stream: string): LogEvent[] {
    return this.files.read(group.region, group.name, stream);
  }

  /** Checks that the policy of the group's key allows the reader to decrypt. */
  authorizeRead(group: LogGroup, { principal, region }: Call): void {
    authorizeKeyUse(this.kernel, { principal, region, via: 'logs', key: group.key, actions: ['kms:Decrypt'] });
  }
}
