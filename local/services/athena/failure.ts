import { RefusedQuery } from '../../engines/query/select';
import { ServiceError } from '../../kernel/service';

/** Athena's names for the kinds of DuckDB's errors. Each of DuckDB's messages begins with its kind. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^(?:Parser|Syntax) Error: /, 'SYNTAX_ERROR'],
  [/^(?:Binder|Catalog) Error: /, 'SYNTAX_ERROR'],
  [/^Conversion Error: /, 'INVALID_CAST_ARGUMENT'],
  [/^Out of Range Error: /, 'NUMERIC_VALUE_OUT_OF_RANGE'],
  [/^Out of Memory Error: /, 'EXCEEDED_LOCAL_MEMORY_LIMIT'],
  [/^Invalid Input Error: (?=.*(?:JSON|Parquet))/s, 'HIVE_BAD_DATA'],
  [/^Invalid Input Error: /, 'INVALID_FUNCTION_ARGUMENT'],
];

/** Returns the reason of a failed query, for the query's author. */
export function reasonOf(error: unknown): string {
  if (error instanceof RefusedQuery) return error.message;
  const { name, message } = error as Error;
  if (error instanceof ServiceError) {
    return /^AccessDenied/.test(name)
      ? `Insufficient permissions to execute the query. ${message}`
      : `GENERIC_USER_ERROR: ${name}: ${message}`;
  }
  for (const [kind, athena] of kinds) if (kind.test(message)) return `${athena}: ${message.replace(kind, '').trim()}`;
  return `GENERIC_INTERNAL_ERROR: ${message}`;
}
