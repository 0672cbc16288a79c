/** Trino's functions that DuckDB lacks or names differently: https://trino.io/docs/current/functions.html */
const functions = {
  'approx_distinct(x)': 'approx_count_distinct(x)',
  // Trino's result is an estimate. This one is exact and always one of the values: the smallest with that share of the
  // values at or below it.
  'approx_percentile(x, percentage)': 'quantile_disc(x, percentage)',
  'array_join(x, delimiter)': 'array_to_string(x, delimiter)',
  // As in Trino, an index beyond the end gives null.
  'element_at(x, i)': 'list_extract(x, i)',
  'from_unixtime(seconds)': 'make_timestamp(CAST(seconds * 1000000 AS bigint))',
  'regexp_like(string, pattern)': 'regexp_matches(string, pattern)',
  'sequence(first, last, step)': 'generate_series(first, last, step)',
  'to_unixtime(x)': 'epoch(x)',
} as const;

/**
 * Statements that prepare a connection to DuckDB for SQL that was written for Athena: days and times are in UTC, the
 * quotient of integers is an integer, and these functions exist. They have to run before any other statement.
 */
export const macros: readonly string[] = [
  `SET TimeZone = 'UTC'`,
  'SET integer_division = true',
  ...Object.entries(functions).map(([signature, body]) => `CREATE OR REPLACE MACRO ${signature} AS ${body}`),
];
