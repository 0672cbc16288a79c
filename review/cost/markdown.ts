/**
 * A table of Markdown. The first column is text; of the others, the first `numeric` are numbers.
 * @param numeric 0 where all columns are text
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: number = head.length - 1,
): string {
  const rule = head.map((_, at) => (at > 0 && at <= numeric ? '---:' : '---'));
  const cells = (row: readonly string[]) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [cells(head), cells(rule), ...rows.map(cells)].join('\n');
}

export const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
