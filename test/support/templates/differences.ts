import type { Part } from './texts';

/** What a part has, and has not, that the part of the same title in another stage has. */
export interface Difference {
  readonly title: string;
  /** The part is in one of the two only. Its lines follow in full. */
  readonly only?: 'before' | 'after';
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/**
 * The differences between the parts of two templates. As lines begin with their paths, and those without follow an order,
 * the parts after can be put together from the parts before and these.
 */
export function differences(before: readonly Part[], after: readonly Part[]): Difference[] {
  const earlier = new Map(before.map((part) => [part.title, part]));
  const later = new Map(after.map((part) => [part.title, part]));
  const titles = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  return titles.flatMap((title): Difference[] => {
    const [old, current] = [earlier.get(title), later.get(title)];
    const removed = without(old?.lines ?? [], current?.lines ?? []);
    const added = without(current?.lines ?? [], old?.lines ?? []);
    if (!old) return [{ title, only: 'after', removed, added }];
    if (!current) return [{ title, only: 'before', removed, added }];
    return removed.length + added.length > 0 ? [{ title, removed, added }] : [];
  });
}

/** The lines that the others lack, each as often as it is missing. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** Differences as text. Resources that differ in the same lines stand together. */
export function differenceText(all: readonly Difference[]): string {
  const groups = new Map<string, string[]>();
  for (const { title, only, removed, added } of all) {
    const sign = { before: '- ', after: '+ ', neither: '' }[only ?? 'neither'];
    // A part that is gone is in the other template to read.
    const lines =
      only === 'before' ? [] : [...removed.map((line) => marked('-', line)), ...added.map((line) => marked('+', line))];
    const key = lines.join('\n');
    groups.set(key, [...(groups.get(key) ?? []), `${sign}${title}`]);
  }
  return [...groups].flatMap(([lines, titles]) => [...titles, ...(lines ? [lines] : [])]).join('\n');
}

const marked = (sign: string, line: string) => line.replace(/^/gm, `  ${sign} `);
