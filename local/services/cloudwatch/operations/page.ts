import { ServiceError } from '../../../kernel/service';

/** Returns up to `size` items, and the token of the next page if there is one. Throws `InvalidNextToken`. */
export function page<T>(all: readonly T[], size: number, token?: string): { items: T[]; next: string | undefined } {
  const start = Number(token ?? 0);
  if (!Number.isInteger(start) || start < 0) throw new ServiceError('InvalidNextToken', 'The next token is not valid');
  const end = start + size;
  return { items: all.slice(start, end), next: end < all.length ? String(end) : undefined };
}
