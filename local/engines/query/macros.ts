/**
 * What DuckDB must be told before it runs SQL that was written for Athena: the zone of its clock, and Trino's functions
 * that it lacks or names otherwise. To be run in this order, on each new database and connection (macros stay with the
 * database, the zone with the connection).
 */
export const session = `SET TimeZone = 'UTC'`;

/** By name and parameters; see https://trino.io/docs/current/functions.html for what each does. */
const macros = {
  'approx_distinct(x)': 'approx_count_distinct(x)',
  // Trino estimates. This is exact, and one of the values, too: the smallest that has the share at or below it.
  'approx_percentile(x, percentage)': 'quantile_disc(x, percentage)',
  'array_join(x, delimiter)': 'array_to_string(x, delimiter)',
  // Null beyond the end, as Trino's; a map's value otherwise.
  'element_at(x, i)': 'list_extract(x, i)',
  'from_unixtime(seconds)': 'make_timestamp(CAST(seconds * 1000000 AS bigint))',
  'regexp_like(string, pattern)': 'regexp_matches(string, pattern)',
  'sequence(first, last, step)': 'generate_series(first, last, step)',
  'to_unixtime(x)': 'epoch(x)',
} as const;

/** Statements that define them. */
export const definitions: readonly string[] = Object.entries(macros).map(
  ([signature, body]) => `CREATE OR REPLACE MACRO ${signature} AS ${body}`,
);
