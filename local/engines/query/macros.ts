/** Functions of Trino that DuckDB lacks, or has by another name; see https://trino.io/docs/current/functions.html. */
export const macros: readonly string[] = [
  'CREATE MACRO approx_distinct(x) AS approx_count_distinct(x)',
  'CREATE MACRO approx_percentile(x, percentage) AS quantile_disc(x, percentage)',
  'CREATE MACRO from_unixtime(seconds) AS make_timestamp(CAST(seconds * 1000000 AS bigint))',
  'CREATE MACRO regexp_like(string, pattern) AS regexp_matches(string, pattern)',
  'CREATE MACRO to_unixtime(x) AS epoch(x)',
];
