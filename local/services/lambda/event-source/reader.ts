import type { Clock } from '../../../kernel/clock';
import type { Kernel } from '../../../kernel/kernel';
import type { Principal } from '../../../kernel/service';
import { Signal } from '../../../kernel/signal';
import { trimHorizon } from '../../dynamodb/change-log';
import { retention, type StreamRecord, type Streams } from '../../dynamodb/streams';
import { retryDelay } from '../../events/backoff';
import { matches } from '../../events/pattern';
import type { Functions } from '../functions';
import type { Outcome } from '../sandbox';
import type { Mapping, Progress, Retry } from './mapping';
import { retriesOf, verdictOf } from './outcome';
import { skipRecords } from './skip-records';

/** Bytes of an invocation's payload (AWS Lambda quotas). */
const maxPayload = 6 * 1024 * 1024;
/** Milliseconds after an error that does not come from the function, such as a missing permission. */
const errorDelay = 5000;

export interface ReaderOptions {
  readonly kernel: Kernel;
  readonly functions: Functions;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly mapping: Mapping;
  load(): Progress;
  save(progress: Progress): void;
}

interface Batch extends Retry {
  readonly records: readonly StreamRecord[];
}

/** Passes a stream's records to a function, in order and batch by batch, until {@link stop}. */
export class Reader {
  private readonly scope = new AbortController();
  private readonly signal: Signal;
  private readonly detach: () => void;
  private progress: Progress;
  private ended: Promise<void> | undefined;

  constructor(private readonly options: ReaderOptions) {
    const { streams, mapping, clock } = options;
    this.progress = options.load();
    this.signal = new Signal(clock, this.scope.signal);
    this.detach = streams.attach(mapping.streamArn, mapping.id, {
      position: () => this.progress.position || trimHorizon,
      onChange: () => this.signal.raise(),
    });
  }

  start(): void {
    this.ended ??= this.run();
  }

  /** A running invocation continues, but its result is ignored; its records are passed again after a restart. */
  stop(): void {
    this.detach();
    this.scope.abort(new Error('stopped'));
  }

  /** Resolves after {@link stop}, when no invocation is running. */
  async end(): Promise<void> {
    await this.ended;
  }

  private get stopped(): boolean {
    return this.scope.signal.aborted;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.step();
      } catch (error) {
        if (this.stopped) return;
        const { kernel, mapping } = this.options;
        const { name, message } = error as Error;
        const fields = { functionName: mapping.functionName, stream: mapping.streamArn, error: `${name}: ${message}` };
        kernel.log('lambda', 'the records of a stream could not be passed to its function', fields);
        await this.sleep(errorDelay);
      }
    }
  }

  private async step(): Promise<void> {
    const [retry] = this.progress.retries;
    const batch = retry ? await this.again(retry) : await this.nextBatch();
    if (this.stopped) return;
    const fresh = this.firstFreshIndex(batch.records);
    if (fresh > 0) return this.dropOld(batch, fresh);
    if (batch.records.length === 0) return this.done(batch.until);
    const { kernel, mapping, functions } = this.options;
    kernel.measure({
      ...{ region: mapping.region, namespace: 'AWS/Lambda', dimensions: { FunctionName: mapping.functionName } },
      values: { IteratorAge: Math.max(0, this.age(batch.records.at(-1) as StreamRecord)) },
    });
    const payload = JSON.stringify({ Records: batch.records });
    const outcome = await functions.invoke(mapping.functionName, payload, { isPatient: true });
    if (this.stopped) return;
    const verdict = verdictOf(outcome, batch.records, mapping);
    if (verdict.kind === 'done') this.done(batch.until);
    else await this.failed(batch, verdict.from, outcome);
  }

  /**
   * Returns the next batch, as soon as there are enough records or the first one has waited for the batching window.
   */
  private async nextBatch(): Promise<Batch> {
    const { mapping, clock } = this.options;
    const records: StreamRecord[] = [];
    let until = this.progress.position;
    let bytes = 0;
    let deadline: number | undefined;
    for (;;) {
      this.signal.clear();
      for await (const record of this.read(until)) {
        if (this.passes(record)) {
          bytes += Buffer.byteLength(JSON.stringify(record)) + 1;
          if (bytes > maxPayload - 1024) return { records, until, attempts: 0 };
          records.push(record);
        }
        until = record.dynamodb.SequenceNumber;
        if (records.length === mapping.batchSize) return { records, until, attempts: 0 };
      }
      if (records.length > 0) deadline ??= clock.now() + mapping.windowSeconds * 1000;
      if (deadline !== undefined && clock.now() >= deadline) return { records, until, attempts: 0 };
      // Records that the filter leaves out are finished.
      if (records.length === 0 && until !== this.progress.position) this.done(until);
      await this.signal.wait(deadline);
      if (this.stopped) return { records: [], until, attempts: 0 };
    }
  }

  private async again(retry: Retry): Promise<Batch> {
    const records: StreamRecord[] = [];
    for await (const record of this.read(this.progress.position)) {
      if (record.dynamodb.SequenceNumber > retry.until) break;
      if (this.passes(record)) records.push(record);
    }
    return { ...retry, records };
  }

  private read(after: string): AsyncGenerator<StreamRecord> {
    const { kernel, functions, streams, mapping } = this.options;
    const { roleArn, name: sessionName } = functions.get(mapping.functionName);
    const principal: Principal = { kind: 'role', accountId: kernel.accountId, roleArn, sessionName };
    return streams.read(mapping.streamArn, after, principal);
  }

  private passes(record: StreamRecord): boolean {
    const { filters } = this.options.mapping;
    return filters.length === 0 || filters.some((pattern) => matches(pattern, record));
  }

  private done(until: string): void {
    const retries = this.progress.retries.filter((retry) => retry.until > until);
    this.save({ position: until, retries });
  }

  private async failed(batch: Batch, from: number, outcome: Outcome): Promise<void> {
    const { mapping, kernel } = this.options;
    const position = (batch.records[from - 1] ?? { dynamodb: { SequenceNumber: this.progress.position } }).dynamodb
      .SequenceNumber;
    const retries = retriesOf(batch.records, batch, from, mapping);
    const [next] = retries as [Retry, ...Retry[]];
    const { maximumRetryAttempts: most } = mapping;
    const rest = batch.records.slice(from);
    const isTooOld = this.age(rest[0] as StreamRecord) > retention;
    if ((most >= 0 && next.attempts > most) || isTooOld) {
      const condition = isTooOld ? 'RecordAgeExceeded' : 'RetryAttemptsExhausted';
      await skipRecords(this.options, rest, { condition, attempts: next.attempts, outcome });
      return this.done(batch.until);
    }
    const later = this.progress.retries.filter(({ until }) => until > batch.until);
    this.save({ position, retries: [...retries, ...later] });
    const { errorMessage } = (JSON.parse(outcome.payload) ?? {}) as { errorMessage?: string };
    kernel.log('lambda', 'records of a stream will be passed to their function again', {
      ...{ functionName: mapping.functionName, records: rest.length, attempts: next.attempts, errorMessage },
    });
    if (from === 0 && retries.length === 1) await this.sleep(retryDelay(next.attempts));
  }

  /** Returns the index of the first record that is not too old for the function. */
  private firstFreshIndex(records: readonly StreamRecord[]): number {
    const { maximumRecordAgeSeconds } = this.options.mapping;
    if (maximumRecordAgeSeconds < 0) return 0;
    const first = records.findIndex((record) => this.age(record) <= maximumRecordAgeSeconds * 1000);
    return first < 0 ? records.length : first;
  }

  private async dropOld(batch: Batch, count: number): Promise<void> {
    const old = batch.records.slice(0, count);
    await skipRecords(this.options, old, { condition: 'RecordAgeExceeded', attempts: batch.attempts });
    const last = old.at(-1) as StreamRecord;
    this.done(count === batch.records.length ? batch.until : last.dynamodb.SequenceNumber);
  }

  /** Milliseconds. */
  private age({ dynamodb }: StreamRecord): number {
    return this.options.clock.now() - dynamodb.ApproximateCreationDateTime * 1000;
  }

  private save(progress: Progress): void {
    this.progress = progress;
    this.options.save(progress);
  }

  private async sleep(milliseconds: number): Promise<void> {
    const { clock } = this.options;
    await clock.sleep(clock.now() + milliseconds, this.scope.signal).catch(() => {});
  }
}
