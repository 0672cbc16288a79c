/** Compares like the UTF-8 bytes. UTF-16 code units have the same order, except for surrogates. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return weight(left) - weight(right);
  }
  return a.length - b.length;
}

const weight = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Returns the first index from `from` on for which `holds` is true. In the array, false must come before true. */
export function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean, from = 0): number {
  let [low, high] = [from, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Distinct keys in the order in which S3 lists them. */
export class SortedKeys {
  private keys: string[] = [];
  /** Keys that are not sorted in yet, because most writes are not followed by a listing. */
  private added: string[] = [];

  get all(): readonly string[] {
    if (this.added.length > 32) this.keys = [...this.keys, ...this.added].sort(compareKeys);
    else for (const key of this.added) this.keys.splice(this.placeOf(key), 0, key);
    this.added = [];
    return this.keys;
  }

  /** The key must not exist yet. */
  add(key: string): void {
    this.added.push(key);
  }

  /** The key must exist. */
  delete(key: string): void {
    if (this.all.length) this.keys.splice(this.placeOf(key), 1);
  }

  private placeOf(key: string): number {
    return firstIndex(this.keys, (other) => compareKeys(other, key) >= 0);
  }
}
