/** Patterns of policy resources and object keys: `*` matches any text, including slashes. This app does not use `?`. */

/** Whether `outer` matches everything that `inner` matches. */
export function covers(outer: string, inner: string): boolean {
  const source = outer.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  // A star of the inner pattern counts as a character, which only a star of the outer pattern matches.
  return new RegExp(`^${source.join('.*')}$`).test(inner);
}

/** Whether some text matches both patterns. */
export function meet(a: string, b: string): boolean {
  const seen = new Set<string>();
  const from = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    if (seen.has(key)) return false;
    seen.add(key);
    if (i === a.length && j === b.length) return true;
    const [x, y] = [a[i], b[j]];
    if (x === '*' && (from(i + 1, j) || (j < b.length && from(i, j + 1)))) return true;
    if (y === '*' && (from(i, j + 1) || (i < a.length && from(i + 1, j)))) return true;
    return x !== undefined && x === y && from(i + 1, j + 1);
  };
  return from(0, 0);
}
