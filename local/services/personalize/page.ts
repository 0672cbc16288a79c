import { ServiceError } from '../../kernel/service';

/** Returns one page of a list, and the token of the next page. Throws `InvalidNextTokenException`. */
export function pageOf<T extends { readonly arn: string }>(
  all: readonly T[],
  { nextToken, maxResults = 100 }: { nextToken?: string; maxResults?: number },
): { page: readonly T[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : all.findIndex(({ arn }) => arn === nextToken);
  if (start < 0) throw new ServiceError('InvalidNextTokenException', 'The token is not valid.');
  const page = all.slice(start, start + Math.min(Math.max(maxResults, 1), 100));
  const next = all[start + page.length];
  return { page, ...(next && { nextToken: next.arn }) };
}
