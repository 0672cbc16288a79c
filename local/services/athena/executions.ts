import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ResultColumn } from '../../engines/query/athena-type';
import { parseS3Url } from '../../engines/query/projection';
import { runQuery } from '../../engines/query/run-query';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { csvRow } from './csv';
import { reasonOf } from './failure';
import type { Execution, State } from './model';
import { Objects } from './objects';
import { CutoffExceeded, Tables } from './tables';

/** The number of queries that run at the same time. */
const concurrentQueries = 2;
/** Milliseconds. Source: Athena quotas, "DML query timeout": 30 minutes. */
const queryLimit = 30 * 60_000;
/** The number of finished queries that are kept at a start: a laptop has less room than Athena. */
const maxFinished = 2000;
/** Milliseconds. Source: Athena API reference, ListQueryExecutions: "Athena keeps a query history for 45 days". */
const retention = 45 * 86_400_000;

/**
 * The reasons for which a query is interrupted: its client cancelled it, or the runtime stops and will run it again.
 */
const cancelled = new Error('Query was cancelled');
const parked = new Error('the runtime is stopping');
/** The reason of a query that takes longer than {@link queryLimit}. The text is not AWS's. */
const late = new Error('Query timeout');

const over = (state: State) => state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED';

/** The members that must be equal for two queries to share a result. */
type QueryIdentity = Pick<Execution, 'region' | 'workGroup' | 'sql' | 'parameters' | 'database' | 'reuseWithin'>;

export class Executions {
  private readonly store: Store<Execution>;
  private readonly objects: Objects;
  private readonly scratch: string;
  private readonly waiting: string[] = [];
  private readonly running = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();
  private stopped = false;

  constructor(private readonly kernel: Kernel) {
    this.store = kernel.store('athena', 'executions');
    this.objects = new Objects(kernel);
    this.scratch = join(kernel.folder('athena'), 'results');
  }

  /** Throws `InvalidRequestException`. */
  get(region: string, id: string | undefined): Execution {
    const found = id === undefined ? undefined : this.store.get(id);
    if (found?.region === region) return found;
    throw new ServiceError('InvalidRequestException', `QueryExecution ${id} was not found`);
  }

  /** Returns the queries of a work group, in any state. */
  of(region: string, workGroup: string): Execution[] {
    const all = this.store.entries().map(([, execution]) => execution);
    return all.filter((execution) => execution.region === region && execution.workGroup === workGroup);
  }

  forget({ id }: Execution): void {
    this.store.delete(id);
  }

  find(id: string): Execution | undefined {
    return this.store.get(id);
  }

  /** Returns the latest finished query whose result the given one may reuse. */
  reusable(query: QueryIdentity): Execution | undefined {
    if (query.reuseWithin === undefined) return undefined;
    const since = this.kernel.now() - query.reuseWithin * 60_000;
    const same = ({ region, workGroup, sql, parameters, database }: QueryIdentity) =>
      JSON.stringify([region, workGroup, sql, parameters, database]);
    return this.store
      .entries()
      .map(([, execution]) => execution)
      .filter((one) => one.state === 'SUCCEEDED' && !one.reused && (one.completedAt ?? 0) >= since)
      .filter((one) => same(one) === same(query))
      .sort((a, b) => (b.completedAt ?? 0) - (a.completedAt ?? 0))[0];
  }

  async submit(execution: Execution): Promise<void> {
    this.store.put(execution.id, execution);
    await this.emitState(execution, undefined);
    if (over(execution.state)) return;
    this.waiting.push(execution.id);
    this.next();
  }

  async cancel(execution: Execution): Promise<void> {
    if (over(execution.state)) return;
    const active = this.running.get(execution.id);
    if (!active) return this.end(execution, 'CANCELLED', { reason: 'Query was cancelled by user' });
    active.abort.abort(cancelled);
    await active.done;
  }

  start(): void {
    rmSync(this.scratch, { recursive: true, force: true });
    mkdirSync(this.scratch, { recursive: true });
    const all = this.store
      .entries()
      .map(([, execution]) => execution)
      .sort((a, b) => a.submittedAt - b.submittedAt);
    for (const { id } of all.slice(0, -maxFinished)) this.store.delete(id);
    // A result is written under the query's id, so running an almost finished query again only writes the same file
    // again.
    for (const { id, state } of all.slice(-maxFinished)) if (!over(state)) this.waiting.push(id);
    this.next();
  }

  /** Removes finished queries after their retention, and copies of objects that no query uses. */
  sweep(): void {
    for (const [id, { completedAt }] of this.store.entries()) {
      if (completedAt !== undefined && completedAt + retention < this.kernel.now()) this.store.delete(id);
    }
    if (this.running.size === 0) this.objects.clear();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const active = [...this.running.values()];
    for (const { abort } of active) abort.abort(parked);
    await Promise.all(active.map(({ done }) => done));
    this.objects.clear();
  }

  private next(): void {
    while (!this.stopped && this.running.size < concurrentQueries) {
      const id = this.waiting.shift();
      if (id === undefined) return;
      const execution = this.store.get(id);
      if (!execution || over(execution.state)) continue;
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(late), queryLimit).unref();
      const done = this.run(execution, abort.signal)
        .catch((error) =>
          this.kernel.log('athena', 'the result of a query could not be recorded', { id, error: String(error) }),
        )
        .finally(() => {
          clearTimeout(timer);
          this.running.delete(id);
          this.next();
        });
      this.running.set(id, { abort, done });
    }
  }

  private async run(queued: Execution, signal: AbortSignal): Promise<void> {
    const execution: Execution = { ...queued, state: 'RUNNING', startedAt: this.kernel.now() };
    this.store.put(execution.id, execution);
    await this.emitState(execution, queued.state);
    const { region, principal } = execution;
    const tables = new Tables(this.kernel, this.objects, { region, principal, signal }, execution.cutoff);
    const file = join(this.scratch, `${execution.id}.${randomUUID()}.csv`);
    mkdirSync(this.scratch, { recursive: true });
    try {
      tables.authorizeDefault();
      const columns = await this.write(execution, tables, file, signal);
      await this.deliver(execution, file, columns);
      await this.end(execution, 'SUCCEEDED', { columns, scanned: tables.scanned });
    } catch (error) {
      const { scanned } = tables;
      if (error === parked) return;
      if (error === late) await this.end(execution, 'FAILED', { scanned, reason: late.message });
      else if (error === cancelled)
        await this.end(execution, 'CANCELLED', { scanned, reason: 'Query was cancelled by user' });
      else if (error instanceof CutoffExceeded) {
        await this.end(execution, 'CANCELLED', { scanned, reason: `Query cancelled! : ${error.message}` });
      } else await this.end(execution, 'FAILED', { scanned, reason: reasonOf(error) });
    } finally {
      rmSync(file, { force: true });
    }
  }

  private async write(execution: Execution, tables: Tables, file: string, signal: AbortSignal) {
    const { sql, parameters, database } = execution;
    const output = createWriteStream(file);
    let columns: readonly ResultColumn[] = [];
    try {
      await runQuery({
        ...{ sql, parameters, database, signal },
        relation: (inDatabase, table) => tables.relation(inDatabase, table),
        onColumns: async (known) => {
          columns = known;
          await append(output, csvRow(known.map(({ name }) => name)));
        },
        onRows: (rows) => append(output, rows.map(csvRow).join('')),
      });
    } finally {
      output.end();
      await finished(output);
    }
    return columns;
  }

  private async deliver(execution: Execution, file: string, columns: readonly ResultColumn[]): Promise<void> {
    const { region, principal, encryption } = execution;
    const { bucket, prefix: key } = parseS3Url(execution.output);
    const put = (Key: string, Body: unknown, ContentLength: number) =>
      this.kernel.call({
        ...{ service: 's3', operation: 'PutObject', region, principal },
        input: {
          ...{ Bucket: bucket, Key, Body, ContentLength, ContentType: 'application/octet-stream' },
          ...(encryption && {
            ServerSideEncryption: encryption.option === 'SSE_KMS' ? 'aws:kms' : 'AES256',
            SSEKMSKeyId: encryption.key,
          }),
        },
      });
    // The file is opened first, because a write stream that is refused would open it after it has been removed.
    const handle = await open(file);
    try {
      await put(key, handle.createReadStream({ autoClose: false }), (await handle.stat()).size);
    } finally {
      await handle.close();
    }
    const metadata = Buffer.from(JSON.stringify({ columns }));
    await put(`${key}.metadata`, metadata, metadata.length);
  }

  private async end(execution: Execution, state: State, rest: Partial<Execution>): Promise<void> {
    const ended: Execution = { ...execution, ...rest, state, completedAt: this.kernel.now() };
    this.store.put(ended.id, ended);
    await this.emitState(ended, execution.state);
  }

  /** https://docs.aws.amazon.com/athena/latest/ug/athena-events.html */
  private async emitState(
    { region, id, state, workGroup, reason }: Execution,
    previous: State | undefined,
  ): Promise<void> {
    const sequence = { QUEUED: 1, RUNNING: 2, SUCCEEDED: 3, FAILED: 3, CANCELLED: 3 }[state];
    await this.kernel.emit(region, {
      source: 'aws.athena',
      detailType: 'Athena Query State Change',
      detail: {
        versionId: '0',
        currentState: state,
        ...(previous && { previousState: previous }),
        ...{ statementType: 'DML', queryExecutionId: id, workgroupName: workGroup, sequenceNumber: String(sequence) },
        ...(state === 'FAILED' && { athenaError: { errorCategory: 2, retryable: false, errorMessage: reason } }),
      },
    });
  }
}

async function append(output: Writable, text: string): Promise<void> {
  if (text && !output.write(text)) await new Promise<void>((resolve) => output.once('drain', () => resolve()));
}
