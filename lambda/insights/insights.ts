import { countDenial, speaksOfDenial } from '../shared/denials';
import type { HttpHandler } from '../shared/http';
import { log } from '../shared/log';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { maxRows, type Question, readQuestion, type Statement, statementOf, tokenOf } from './question';
import { RecentResults, type Result } from './recent-results';
import type { Table } from './table';

export type QueryState =
  | { readonly state: 'running' }
  /** `at`: when the query ended. Athena may return a result of the last few minutes again. */
  | { readonly state: 'done'; readonly at: Date }
  /** `ours`: whether the statement is at fault, rather than the service. */
  | { readonly state: 'failed'; readonly ours: boolean; readonly reason: string };

/** Runs queries. */
export interface Queries {
  /** Starts a query, or finds the one that was started with this token. Returns its id. */
  start(statement: Statement, token: string): Promise<string>;
  stateOf(id: string): Promise<QueryState>;
  /** The first rows of the result, at most `limit`. */
  table(id: string, limit: number): Promise<Table>;
}

export interface InsightsPorts {
  readonly queries: Queries;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How long a request waits for a result, in milliseconds: API Gateway's limit is 30 s. */
const maxWaitMs = 25_000;
const firstPauseMs = 150;
const maxPauseMs = 2_000;
/** Maximum of queries for one report until its token expires. */
const maxAttempts = 3;

/** The route of reports about viewing. */
export function insights(ports: InsightsPorts) {
  const { now } = ports;
  const recent = new RecentResults(now);

  const report: HttpHandler = async ({ path, query }) => {
    const question = readQuestion(path.report ?? '', query, now());
    const statement = statementOf(question);
    const key = JSON.stringify(statement);
    const known = recent.find(key);
    if (known) return { status: 200, body: view(question, known) };
    const result = await ask(ports, statement);
    recent.keep(key, result);
    return { status: 200, body: view(question, result) };
  };

  return { 'GET /api/insights/{report}': report } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

function view({ report, from, to, limit }: Question, { table, computedAt }: Result) {
  const { columns, rows } = table;
  return {
    report,
    from,
    to,
    columns,
    rows: rows.slice(0, limit),
    truncated: rows.length > limit,
    computedAt: computedAt.toISOString(),
  };
}

async function ask(ports: InsightsPorts, statement: Statement): Promise<Result> {
  const { queries, now } = ports;
  const begun = now();
  for (let attempt = 1; ; attempt++) {
    const id = await queries.start(statement, tokenOf(statement, begun, attempt));
    const first = await queries.stateOf(id);
    // The token of a failed query leads to the same failure, so a new request needs another token.
    if (first.state === 'failed' && attempt < maxAttempts) continue;
    const ended = first.state === 'running' ? await patiently(ports, id, begun) : first;
    if (ended.state === 'failed') throw failed(id, ended);
    return { table: await queries.table(id, maxRows + 1), computedAt: ended.at };
  }
}

/** Throws {@link Problem} 503 at the time limit. The query continues, and the next request finds it by its token. */
async function patiently({ queries, now, sleep }: InsightsPorts, id: string, begun: Date) {
  const end = begun.getTime() + maxWaitMs;
  for (let pause = firstPauseMs; now().getTime() + pause < end; pause = Math.min(pause * 1.6, maxPauseMs)) {
    await sleep(pause);
    const state = await queries.stateOf(id);
    if (state.state !== 'running') return state;
  }
  throw new Problem('report-not-ready', 'The data lake is still being read. Send the same request again.');
}

/** The reason may quote the statement or data of the lake, so it is only logged. */
function failed(id: string, { ours, reason }: Extract<QueryState, { state: 'failed' }>): Problem {
  if (speaksOfDenial(reason)) countDenial('Athena', 'StartQueryExecution', reason);
  log.error('A query failed', { queryId: id, reason });
  return new Problem(ours ? 'report-failed' : 'lake-failed', `Operators find the cause in the log, at query ${id}.`);
}
