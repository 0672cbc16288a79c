/** Trino's functions that DuckDB lacks, or names otherwise: https://trino.io/docs/current/functions.html */
const functions = {
  'approx_distinct(x)': 'approx_count_distinct(x)',
  // Trino estimates. This is exact, and one of the values, too: the smallest that has the share at or below it.
  'approx_percentile(x, percentage)': 'quantile_disc(x, percentage)',
  'array_join(x, delimiter)': 'array_to_string(x, delimiter)',
  // Null beyond the end, as Trino's.
  'element_at(x, i)': 'list_extract(x, i)',
  'from_unixtime(seconds)': 'make_timestamp(CAST(seconds * 1000000 AS bigint))',
  'regexp_like(string, pattern)': 'regexp_matches(string, pattern)',
  'sequence(first, last, step)': 'generate_series(first, last, step)',
  'to_unixtime(x)': 'epoch(x)',
} as const;

/**
 * Statements that make a connection to DuckDB understand SQL that was written for Athena: its days and times are those
 * of UTC, integers divide to integers, and it has these functions. To be run before any other.
 */
export const macros: readonly string[] = [
  `SET TimeZone = 'UTC'`,
  'SET integer_division = true',
  ...Object.entries(functions).map(([signature, body]) => `CREATE OR REPLACE MACRO ${signature} AS ${body}`),
];
