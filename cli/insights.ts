import type { Api } from './api';
import type { Output } from './output';
import { visible } from './visible';

type Cell = string | number | boolean | null;

interface Report {
  readonly report: string;
  readonly from?: string;
  readonly to?: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly truncated: boolean;
  readonly computedAt: string;
}

interface Question {
  readonly from?: string;
  readonly to?: string;
  readonly asset?: string;
  readonly limit?: string;
}

/** Prints a report as a table. */
export async function insights(api: Api, name: string, question: Question, out: Output): Promise<void> {
  const { from, to, asset, limit } = question;
  const asked = Object.entries({ from, to, asset, limit }).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(asked as [string, string][]).toString();
  const report = await api.get<Report>(`/insights/${encodeURIComponent(name)}${query && `?${query}`}`);
  out.result(report, tableOf(report));
}

function tableOf({ columns, rows, truncated, from, to }: Report): string[] {
  const days = from === undefined ? [] : [`${from} to ${to}`];
  if (rows.length === 0) return [...days, 'The report has no rows yet.'];
  const isNumber = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'));
  const texts = [columns.map(({ name }) => word(name)), ...rows.map((row) => row.map(word))];
  const widths = columns.map((_, index) => Math.max(...texts.map((row) => row[index]?.length ?? 0)));
  const lines = texts.map((row) =>
    row
      .map((text, index) => (isNumber[index] ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [...days, ...lines, ...(truncated ? [`The report has more than these ${rows.length} rows.`] : [])];
}

function word(cell: Cell): string {
  if (cell === null) return '–';
  if (typeof cell === 'number') return String(Number.isInteger(cell) ? cell : Number(cell.toPrecision(4)));
  // Before the width of the column is measured.
  return visible(String(cell));
}
