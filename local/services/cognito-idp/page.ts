import { invalidParameter } from './directory';

/**
 * The maximum size of a page:
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
const maxPageSize = 60;

/**
 * Returns one page of a list, and the token of the next page. Throws `InvalidParameterException` for a limit out of
 * range.
 */
export function page<T>(items: readonly T[], limit = maxPageSize, token?: string): { items: T[]; next?: string } {
  if (limit < 1 || limit > maxPageSize)
    throw invalidParameter(`The limit must be from 1 to ${maxPageSize}, not ${limit}`);
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start)) throw invalidParameter('Invalid pagination token.');
  const end = start + limit;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), next };
}
