import { ServiceError } from '../../../kernel/service';
import { compareKeys, firstIndex } from '../key-order';

export interface Walk {
  readonly prefix: string;
  readonly delimiter?: string;
  /** The last key or common prefix that the caller has; absent for the first page. */
  readonly after?: string;
  /** Whether the page begins with the key `after` itself. */
  readonly inclusive?: boolean;
  /** Decides which keys are listed. */
  readonly visible?: (key: string) => boolean;
}

/** A key, or the common prefix of several keys, which ends in the delimiter. */
export type Item = { readonly key: string; readonly common?: undefined } | { readonly common: string };

/** Iterates over sorted keys like a listing, and skips the keys that a common prefix stands for. */
export function* walk(
  keys: readonly string[],
  { prefix, delimiter, after, inclusive, visible }: Walk,
): Generator<Item> {
  const start = after !== undefined && compareKeys(after, prefix) > 0 ? after : prefix;
  let at = firstIndex(keys, (key) => compareKeys(key, start) >= 0);
  while (at < keys.length) {
    const key = keys[at] as string;
    if (!key.startsWith(prefix)) return;
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (cut < 0) {
      const past = after === undefined || compareKeys(key, after) > (inclusive ? -1 : 0);
      if (past && (visible?.(key) ?? true)) yield { key };
      at += 1;
      continue;
    }
    const common = key.slice(0, cut + (delimiter as string).length);
    const end = firstIndex(keys, (other) => !other.startsWith(common), at);
    if (after === undefined || compareKeys(common, after) > 0) {
      for (let index = at; index < end; index += 1) {
        if (visible && !visible(keys[index] as string)) continue;
        yield { common };
        break;
      }
    }
    at = end;
  }
}

/** Returns the first `limit` items, and whether there are more. */
export function take<T>(items: Iterable<T>, limit: number): { page: T[]; more: boolean } {
  const page: T[] = [];
  if (limit === 0) return { page, more: false };
  for (const item of items) {
    if (page.length === limit) return { page, more: true };
    page.push(item);
  }
  return { page, more: false };
}

/** Source: S3 API reference: listings return at most 1000 items. Throws `InvalidArgument`. */
export function limitOf(asked: number | undefined, name: string): number {
  if (asked !== undefined && (!Number.isInteger(asked) || asked < 0)) {
    throw new ServiceError('InvalidArgument', `Argument ${name} must be an integer between 0 and 2147483647`, 400, {
      ArgumentName: name,
      ArgumentValue: asked,
    });
  }
  return Math.min(asked ?? 1000, 1000);
}

/**
 * Returns the encoding of keys in a listing: unchanged, or `url` for keys that XML cannot represent. Throws
 * `InvalidArgument`.
 */
export function keyCoder(encoding: string | undefined): <T extends string | undefined>(text: T) => T {
  if (encoding === undefined) return (text) => text;
  if (encoding !== 'url') throw new ServiceError('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return (text) => text && (encodeURIComponent(text).replaceAll('%2F', '/') as typeof text);
}
