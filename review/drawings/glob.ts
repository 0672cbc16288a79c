/** Resources of policies and keys of objects: `*` is any text, also with slashes. `?` is not used in this app. */

/** Whether everything that `inner` names is named by `outer`. */
export function covers(outer: string, inner: string): boolean {
  const source = outer.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  // A star of the inner one is read as a character: only a star of the outer one has room for it.
  return new RegExp(`^${source.join('.*')}$`).test(inner);
}

/** Whether some text is named by both. */
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
