import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { assetIdPattern } from '../shared/assets';
import { check } from '../shared/http-body';
import { invalid, Problem } from '../shared/problem';
import { isReport, type Report, type ReportName, reports } from '../shared/reports';

/** Most rows of an answer. */
export const MAX_ROWS = 1000;
/** Most days of one question, and how many where none are named. */
export const MAX_DAYS = 366;
const USUAL_DAYS = 28;
const DAY = 86_400_000;

export interface Question {
  readonly report: ReportName;
  /** First and last day, `YYYY-MM-DD` in UTC; absent where the report knows no days. */
  readonly from?: string;
  readonly to?: string;
  readonly asset?: string;
  readonly limit: number;
}

/** A statement with `?` for what was asked for, and the literals that stand for them. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly string[];
}

const day = z.string().check(z.refine((text) => isDay(text), 'must be a day, as YYYY-MM-DD'));

const parameters = z.strictObject({
  from: z.optional(day),
  to: z.optional(day),
  asset: z.optional(z.string().check(z.regex(assetIdPattern))),
  limit: z._default(
    z.pipe(
      z.string().check(z.regex(/^\d{1,4}$/)),
      z.pipe(z.transform(Number), z.number().check(z.minimum(1), z.maximum(MAX_ROWS))),
    ),
    MAX_ROWS,
  ),
});

/**
 * Reads what is asked for: the report's name from the path and everything else from the query string.
 * Throws {@link Problem}: 404 for a report that there is not, 400 for parameters that are unknown, malformed, or not for
 * this report.
 */
export function readQuestion(name: string, query: Readonly<Record<string, string | undefined>>, now: Date): Question {
  if (!isReport(name)) {
    const known = Object.keys(reports).join(', ');
    throw new Problem('report-not-found', `Request one of these reports: ${known}.`);
  }
  const { asset, limit, ...asked } = check(query, parameters);
  const { byDay, byAsset }: Report = reports[name];
  const misplaced = [
    ...(byDay ? [] : (['from', 'to'] as const).filter((key) => asked[key] !== undefined)),
    ...(byAsset || asset === undefined ? [] : ['asset']),
  ];
  if (misplaced.length > 0) {
    throw invalid(
      misplaced.map((key) => ({ pointer: `#/${key}`, detail: `is not a parameter of the report '${name}'` })),
    );
  }
  const chosen = { report: name, limit, ...(asset !== undefined && { asset }) };
  return byDay ? { ...chosen, ...days(asked.from, asked.to, now) } : chosen;
}

function days(first: string | undefined, last: string | undefined, now: Date) {
  const to = last ?? toDay(now);
  const from = first ?? toDay(new Date(Date.parse(to) - (USUAL_DAYS - 1) * DAY));
  const apart = (Date.parse(to) - Date.parse(from)) / DAY;
  if (apart < 0) throw invalid([{ pointer: '#/from', detail: `must not be after ${to}` }]);
  if (apart > MAX_DAYS) {
    throw invalid([{ pointer: '#/from', detail: `must be at most ${MAX_DAYS} days before ${to}` }]);
  }
  return { from, to };
}

function toDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** JavaScript takes February 30 for March 2; a day is one that is still the same when written again. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && toDay(new Date(time)) === text;
}

/**
 * The statement that answers a question. Athena takes `?` in conditions alone, and reads an execution parameter as a
 * literal: texts come in single quotes. All rows that an answer may have are asked for, and one more that tells whether
 * there are others, so that questions which differ in `limit` alone share a query.
 */
export function statementOf({ report, from, to, asset }: Question): Statement {
  const { view, order } = reports[report];
  const conditions: string[] = [];
  const values: string[] = [];
  if (from !== undefined && to !== undefined) {
    conditions.push('day BETWEEN ? AND ?');
    values.push(from, to);
  }
  if (asset !== undefined) {
    conditions.push('asset_id = ?');
    values.push(asset);
  }
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const sql = `SELECT * FROM ${view}${where} ORDER BY ${order.join(', ')} LIMIT ${MAX_ROWS + 1}`;
  return { sql, parameters: values.map(literal) };
}

/** A text as SQL writes it. What gets here is days and asset ids, which have no quotes. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Milliseconds that a token holds: who asks the same within them is led to the same query. */
export const TOKEN_TIME = 300_000;

/**
 * Names the query of a statement, so that Athena runs it once however often it is asked to. `attempt` tells a query from
 * one that failed before.
 */
export function tokenOf({ sql, parameters: values }: Statement, now: Date, attempt: number): string {
  const bucket = Math.floor(now.getTime() / TOKEN_TIME);
  return createHash('sha256')
    .update(JSON.stringify([sql, values, bucket, attempt]))
    .digest('hex');
}
