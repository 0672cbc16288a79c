import { countDenial, speaksOfDenial } from '../shared/denials';
import type { HttpHandler } from '../shared/http';
import { log } from '../shared/log';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { MAX_ROWS, type Question, readQuestion, type Statement, statementOf, tokenOf } from './question';
import { RecentResults, type Result } from './recent-results';
import type { Table } from './table';

export type QueryState =
  | { readonly state: 'running' }
  /** `at`: when it ended; Athena may have given a result again that is a few minutes older. */
  | { readonly state: 'done'; readonly at: Date }
  /** `ours`: whether the question is at fault, and not what was to answer it. */
  | { readonly state: 'failed'; readonly ours: boolean; readonly reason: string };

/** Where queries run. */
export interface Queries {
  /** Starts a query, or finds the one that was started with this token; answers its id. */
  start(statement: Statement, token: string): Promise<string>;
  stateOf(id: string): Promise<QueryState>;
  /** Its first rows, at most `limit`. */
  table(id: string, limit: number): Promise<Table>;
}

export interface InsightsPorts {
  readonly queries: Queries;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How long an answer is waited for, in milliseconds: API Gateway gives up after 30 s. */
const PATIENCE = 25_000;
const FIRST_PAUSE = 150;
const LONGEST_PAUSE = 2_000;
/** Queries for one question until its token's time is over. */
const MAX_ATTEMPTS = 3;

/** The route of reports on what is watched, and how. */
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
    // A token that has led to a failure would go on doing so: who asks again wants another try.
    if (first.state === 'failed' && attempt < MAX_ATTEMPTS) continue;
    const ended = first.state === 'running' ? await patiently(ports, id, begun) : first;
    if (ended.state === 'failed') throw failed(id, ended);
    return { table: await queries.table(id, MAX_ROWS + 1), computedAt: ended.at };
  }
}

/** Throws {@link Problem} 503 when the time is over; the query goes on, and the next request finds it by its token. */
async function patiently({ queries, now, sleep }: InsightsPorts, id: string, begun: Date) {
  const end = begun.getTime() + PATIENCE;
  for (let pause = FIRST_PAUSE; now().getTime() + pause < end; pause = Math.min(pause * 1.6, LONGEST_PAUSE)) {
    await sleep(pause);
    const state = await queries.stateOf(id);
    if (state.state !== 'running') return state;
  }
  throw new Problem('report-not-ready', 'The data lake is still being read. Send the same request again.');
}

/** The reason may quote the statement, or what is in the lake: it is for the log. */
function failed(id: string, { ours, reason }: Extract<QueryState, { state: 'failed' }>): Problem {
  if (speaksOfDenial(reason)) countDenial('Athena', 'StartQueryExecution', reason);
  log.error('A query failed', { queryId: id, reason });
  return new Problem(ours ? 'report-failed' : 'lake-failed', `Operators find the cause in the log, at query ${id}.`);
}
