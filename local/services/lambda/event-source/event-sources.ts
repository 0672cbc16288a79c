import type { Clock } from '../../../kernel/clock';
import type { Kernel } from '../../../kernel/kernel';
import { ServiceError } from '../../../kernel/service';
import type { Store } from '../../../kernel/store';
import type { Streams } from '../../dynamodb/streams';
import type { Functions } from '../functions';
import type { Mapping, Progress } from './mapping';
import { Reader } from './reader';

export interface EventSourcesOptions {
  readonly kernel: Kernel;
  readonly functions: Functions;
  /** Without this, mappings are refused. */
  readonly streams?: Streams;
  readonly clock: Clock;
}

/** All mappings of streams to functions, with their readers. */
export class EventSources {
  private readonly mappings = new Map<string, Mapping>();
  private readonly readers = new Map<string, Reader>();
  private readonly progress: Store<Progress & { readonly streamArn: string }>;
  private started = false;

  constructor(private readonly options: EventSourcesOptions) {
    this.progress = options.kernel.store('lambda', 'event-sources');
  }

  /** Throws if the stream or the function does not exist, or if the function's role may not read the stream. */
  async put(mapping: Mapping): Promise<void> {
    const { kernel, functions, streams } = this.options;
    if (!streams) throw new Error('this runtime has no streams');
    const { roleArn, name: sessionName } = functions.get(mapping.functionName);
    streams.authorize(mapping.streamArn, { kind: 'role', accountId: kernel.accountId, roleArn, sessionName });
    await this.end(mapping.id);
    if (this.progress.get(mapping.id)?.streamArn !== mapping.streamArn) {
      const position = await streams.position(mapping.streamArn, mapping.startingPosition);
      this.progress.put(mapping.id, { streamArn: mapping.streamArn, position, retries: [] });
    }
    this.mappings.set(mapping.id, mapping);
    if (mapping.enabled) this.readers.set(mapping.id, this.reader(streams, mapping));
  }

  /** Stops reading the mapping's stream, and forgets the position. */
  async remove(id: string): Promise<void> {
    await this.end(id);
    this.mappings.delete(id);
    this.progress.delete(id);
  }

  list(): Mapping[] {
    return [...this.mappings.values()];
  }

  /** Throws `ResourceNotFoundException`. */
  get(id: string): Mapping {
    const mapping = this.mappings.get(id);
    if (mapping) return mapping;
    throw new ServiceError('ResourceNotFoundException', 'The resource you requested does not exist.', 404, {
      Type: 'User',
    });
  }

  start(): void {
    this.started = true;
    for (const reader of this.readers.values()) reader.start();
  }

  /** Stops passing records to functions. */
  stop(): void {
    for (const reader of this.readers.values()) reader.stop();
  }

  /** Resolves when the functions have ended too, so that the streams are no longer read. */
  async ended(): Promise<void> {
    await Promise.all([...this.readers.values()].map((reader) => reader.end()));
  }

  private async end(id: string): Promise<void> {
    const reader = this.readers.get(id);
    reader?.stop();
    await reader?.end();
    this.readers.delete(id);
  }

  private reader(streams: Streams, mapping: Mapping): Reader {
    const { kernel, functions, clock } = this.options;
    const { id, streamArn } = mapping;
    const reader = new Reader({
      ...{ kernel, functions, streams, clock, mapping },
      load: () => this.progress.get(id) as Progress,
      save: (progress) => this.progress.put(id, { streamArn, ...progress }),
    });
    if (this.started) reader.start();
    return reader;
  }
}
