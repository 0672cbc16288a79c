import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { assetIdPattern } from '../shared/assets';
import { check } from '../shared/http-body';
import { invalid, Problem } from '../shared/problem';
import { isReport, type Report, type ReportName, reports } from '../shared/reports';

/** Maximum of rows in a response. */
export const maxRows = 1000;
/** Maximum of days in a request, and the number of days of a request that names none. */
const maxDays = 366;
const defaultDays = 28;
const dayMs = 86_400_000;

export interface Question {
  readonly report: ReportName;
  /** First and last day, `YYYY-MM-DD` in UTC; missing if the report is not by day. */
  readonly from?: string;
  readonly to?: string;
  readonly asset?: string;
  readonly limit: number;
}

/** A statement with `?` as placeholders, and the literals in their order. */
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
      z.pipe(z.transform(Number), z.number().check(z.minimum(1), z.maximum(maxRows))),
    ),
    maxRows,
  ),
});

/**
 * Parses a request: the report's name from the path and the parameters from the query string. Throws {@link Problem}: 404
 * for an unknown report, 400 for parameters that are unknown, malformed, or not for this report.
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
  const from = first ?? toDay(new Date(Date.parse(to) - (defaultDays - 1) * dayMs));
  const apart = (Date.parse(to) - Date.parse(from)) / dayMs;
  if (apart < 0) throw invalid([{ pointer: '#/from', detail: `must not be after ${to}` }]);
  if (apart > maxDays) {
    throw invalid([{ pointer: '#/from', detail: `must be at most ${maxDays} days before ${to}` }]);
  }
  return { from, to };
}

function toDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** JavaScript parses February 30 as March 2, so a valid day is one that is formatted to the same text again. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && toDay(new Date(time)) === text;
}

/**
 * Returns the statement for a request. Athena accepts `?` only in conditions, and parses an execution parameter as a
 * literal, so texts are in single quotes. The statement always selects the maximum of rows, so that requests which only
 * differ in `limit` share a query, and one more, which shows whether there are others.
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
  const sql = `SELECT * FROM ${view}${where} ORDER BY ${order.join(', ')} LIMIT ${maxRows + 1}`;
  return { sql, parameters: values.map(literal) };
}

/** A text as an SQL literal. The texts are days and asset ids, which contain no quotes. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Validity of a token, in milliseconds: equal requests within this time share a query. */
export const tokenTimeMs = 300_000;

/**
 * Returns the token of a statement's query: Athena runs a query once per token. `attempt` distinguishes a query from one
 * that failed before.
 */
export function tokenOf({ sql, parameters: values }: Statement, now: Date, attempt: number): string {
  const bucket = Math.floor(now.getTime() / tokenTimeMs);
  return createHash('sha256')
    .update(JSON.stringify([sql, values, bucket, attempt]))
    .digest('hex');
}
