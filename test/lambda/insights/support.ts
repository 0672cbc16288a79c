import * as sdk from '@aws-sdk/client-athena';
import { ServiceError, serve } from '@omnistream/local/wire';
import { insights } from '../../../lambda/insights/insights';
import { AthenaQueries } from '../../../lambda/insights/queries.client';
import { http } from '../../../lambda/shared/http';
import { admin, httpEvent, read, type Who } from '../api/support';

interface FakeQuery {
  readonly id: string;
  readonly input: sdk.StartQueryExecutionCommandInput;
  /** How often its state was asked for. */
  asked: number;
}

type Ending = Partial<sdk.QueryExecutionStatus> & { readonly after?: number };

/** Athena's API with results to order, behind the wire that real clients speak to, and a clock that nobody waits for. */
class FakeAthena {
  readonly queries = new Map<string, FakeQuery>();
  columns: [name: string, type: string][] = [['day', 'date']];
  rows: (string | undefined)[][] = [];
  /** How the n-th query ends, and after how many questions for its state. */
  ending: (n: number) => Ending = () => ({});
  time = Date.parse('2026-03-31T12:00:00Z');
  /** Thrown by the next call. */
  refusal: ServiceError | undefined;

  answer(operation: string, input: Record<string, unknown>): unknown {
    const refusal = this.refusal;
    this.refusal = undefined;
    if (refusal) throw refusal;
    if (operation === 'StartQueryExecution') return this.start(input as never);
    const query = this.queries.get(String(input.QueryExecutionId)) as FakeQuery;
    return operation === 'GetQueryExecution' ? this.state(query) : this.page(input as never);
  }

  private start(input: sdk.StartQueryExecutionCommandInput) {
    const same = [...this.queries.values()].find(
      ({ input: { ClientRequestToken: token } }) => token === input.ClientRequestToken,
    );
    const id = same?.id ?? `query-${this.queries.size + 1}`;
    if (!same) this.queries.set(id, { id, input, asked: 0 });
    return { QueryExecutionId: id };
  }

  private state(query: FakeQuery) {
    query.asked++;
    const { after = 1, ...status } = this.ending(Number(query.id.split('-')[1]));
    const ended = { State: 'SUCCEEDED', CompletionDateTime: new Date(this.time), ...status };
    return { QueryExecution: { Status: query.asked > after ? ended : { State: 'RUNNING' } } };
  }

  /** Pages of real size: names come first, and count. */
  private page({ MaxResults, NextToken }: sdk.GetQueryResultsCommandInput) {
    if ((MaxResults ?? 0) > 1000) throw new ServiceError('InvalidRequestException', 'MaxResults is at most 1000');
    const from = Number(NextToken ?? 0);
    const all = [this.columns.map(([name]) => name), ...this.rows];
    const end = from + (MaxResults ?? 1000);
    const ColumnInfo = this.columns.map(([Name, Type]) => ({ Name, Type }));
    const Rows = all.slice(from, end).map((row) => ({ Data: row.map((VarCharValue) => ({ VarCharValue })) }));
    return { ResultSet: { Rows, ResultSetMetadata: { ColumnInfo } }, ...(end < all.length && { NextToken: `${end}` }) };
  }
}

/** The function over a {@link FakeAthena}, with a real client between them. */
export async function serveInsights() {
  const fake = new FakeAthena();
  const served = await serve([{ id: 'athena', sdk }], (input, { operation }) => fake.answer(operation, input));
  const client = new sdk.AthenaClient(served.clientConfig);
  const queries = new AthenaQueries(client, { database: 'omnistream_dev', workgroup: 'omnistream-dev' });
  const now = () => new Date(fake.time);
  const sleep = async (milliseconds: number) => {
    fake.time += milliseconds;
  };
  /** A new instance of the function, which remembers nothing. */
  const instance = () => {
    const handler = http(insights({ queries, now, sleep }));
    return async (report: string, query: Record<string, string> = {}, who: Who = admin) =>
      read(await handler({ ...httpEvent('GET /api/insights/{report}', { who, query }), pathParameters: { report } }));
  };
  const close = async () => {
    client.destroy();
    await served.close();
  };
  return { fake, calls: served.calls, instance, close };
}
