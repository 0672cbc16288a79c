import { groups } from '../../lambda/shared/routes';
import { Drawing, textWidth } from '../svg';
import type { AccessMatrix, Area, Extent } from './access';
import type { Access } from './access-actions';
import type { CalledRoute } from './callers';
import type { Holder } from './holders';
import { ink, quiet, text, tints } from './style';

const ROW = 16;
const MARGIN = 20;

/** `R` for everything in the area, `r` for a part of it. Listing names is left out if more is allowed. */
export function lettersOf(cell: ReadonlyMap<Access, Extent>): string {
  const letters = (['read', 'write', 'delete'] as const).flatMap((access) => {
    const extent = cell.get(access);
    const letter = access.slice(0, 1);
    return extent === 'all' ? letter.toUpperCase() : extent === 'some' ? letter : [];
  });
  return letters.join('') || (cell.has('list') ? '·' : '');
}

/** The name of a store's part in columns and tables: `Content captions/`, `Content (Replica)`. */
export function areaName({ store, pattern }: Area, all: readonly Area[]): string {
  const isAmbiguous = all.some(({ store: other }) => other.name === store.name && other.id !== store.id);
  const part = pattern.replace(/\*$/, '').replace(/^\*\//, '');
  return [store.name, ...(isAmbiguous ? [`(${store.stack})`] : []), ...(part ? [part] : [])].join(' ');
}

export interface Rows {
  readonly title: string;
  readonly holders: readonly Holder[];
}

/** Holders by kind: functions by their stacks, then workflows, services and the account. */
export function rowsOf({ holders }: AccessMatrix): Rows[] {
  const of = (kind: Holder['kind']) => holders.filter((holder) => holder.kind === kind);
  const stacks = [...new Set(of('function').map(({ stack }) => stack))].sort();
  return [
    ...stacks.map((stack) => ({
      ...{ title: `Functions of ${stack}`, holders: of('function').filter((holder) => holder.stack === stack) },
    })),
    { title: 'State machines', holders: of('workflow') },
    { title: 'Services of AWS', holders: [...of('service'), ...of('account')] },
  ];
}

/** A matrix of the access of some holders to data. Returns the SVG file's text. */
export function accessDrawing(
  title: string,
  matrix: AccessMatrix,
  rows: readonly Rows[],
  routes: readonly CalledRoute[],
): string {
  const holders = rows.flatMap((row) => row.holders);
  // A column without access for all holders of the drawing would only make it wider.
  const areas = matrix.areas.filter((area) => holders.some((holder) => lettersOf(matrix.cell(holder, area))));
  const labels = Math.ceil(Math.max(...holders.map(({ name }) => textWidth(name, text.small)))) + 12;
  const names = areas.map((area) => areaName(area, matrix.areas));
  const head = Math.ceil(Math.max(...names.map((name) => textWidth(name, text.small)))) + 12;
  const top = 84 + head;
  const callers = routes.length > 0 ? groups : [];
  const grid = MARGIN + labels + callers.length * 18 + 10;
  const columns = placed({ ...matrix, areas }, holders, grid);
  const width = (columns.at(-1)?.end ?? grid) + MARGIN;
  const height = top + holders.length * ROW + rows.length * 22 + MARGIN;
  const drawing = new Drawing({
    ...{ width, height, title },
    description: `Rows: ${holders.map(({ name }) => name).join(', ')}. Columns: ${names.join(', ')}.`,
  });
  drawing.text(title, { x: MARGIN, y: 34 }, { size: text.title, weight: 'semibold' });
  drawing.lines(
    [
      'R reads, W writes, D deletes: everything in the column; small letters: a part of it. · lists names only. Keys: R decrypts, W encrypts.',
      ...(callers.length > 0
        ? ['Dots: groups of users that may call the function through the API (v viewer, c creator, a admin).']
        : []),
    ],
    { x: MARGIN, y: 54 },
    15,
    { size: text.small, fill: quiet },
  );
  for (const [index, name] of names.entries()) {
    const { start = 0, end = 0 } = columns[index] ?? {};
    drawing.text(name, { x: (start + end) / 2 + 4, y: top - 6 }, { size: text.small, turn: -90 });
    if (index % 2 === 0)
      drawing.box({ x: start, y: top, width: end - start, height: height - top - MARGIN }, { fill: '#f7f8fa' });
  }
  for (const [index, group] of callers.entries()) {
    const at = { x: MARGIN + labels + index * 18 + 9, y: top - 6 };
    drawing.text(group.slice(0, 1), at, { size: text.small, anchor: 'middle', fill: tints.purple.stroke });
  }
  let y = top;
  for (const { title, holders: some } of rows) {
    drawing.text(title, { x: MARGIN, y: y + 16 }, { size: text.small, weight: 'semibold', fill: tints.blue.stroke });
    y += 22;
    for (const holder of some) {
      drawing.box({ x: MARGIN, y: y - 0.5, width: width - 2 * MARGIN, height: 1 }, { fill: '#dfe3e8' });
      drawing.text(holder.name, { x: MARGIN, y: y + 12 }, { size: text.small, fill: ink });
      drawCallers(drawing, holder, routes, { x: MARGIN + labels, y });
      for (const [index, area] of areas.entries()) {
        const { start = 0, end = 0 } = columns[index] ?? {};
        drawCell(drawing, lettersOf(matrix.cell(holder, area)), start, end, y);
      }
      y += ROW;
    }
  }
  return drawing.svg();
}

/** Each column as wide as its widest cell, with a gap between stores. */
function placed({ areas, cell }: AccessMatrix, holders: readonly Holder[], left: number) {
  let at = left;
  return areas.map(({ store }, index) => {
    const area = areas[index] as Area;
    if (index > 0 && areas[index - 1]?.store.kind !== store.kind) at += 6;
    const texts = holders.map((holder) => textWidth(lettersOf(cell(holder, area)), text.small, 'semibold'));
    const start = at;
    at = Math.ceil(start + Math.max(17, ...texts.map((width) => width + 6)));
    return { start, end: at };
  });
}

function drawCallers(
  drawing: Drawing,
  { id }: Holder,
  routes: readonly CalledRoute[],
  at: { x: number; y: number },
): void {
  for (const [index, group] of groups.entries()) {
    const mayCall = routes.some((route) => route.function === id && route.groups.includes(group));
    if (mayCall) drawing.circle({ x: at.x + index * 18 + 9, y: at.y + 8 }, 3.5, tints.purple.stroke);
  }
}

function drawCell(drawing: Drawing, letters: string, start: number, end: number, y: number): void {
  if (!letters) return;
  const isChange = /[WD]/i.test(letters);
  const tint = letters === '·' ? undefined : isChange ? tints.orange : tints.green;
  if (tint)
    drawing.box({ x: start + 1, y: y + 1, width: end - start - 2, height: ROW - 2 }, { fill: tint.fill, radius: 2 });
  const style = { size: text.small, weight: 'semibold', anchor: 'middle', fill: tint?.stroke ?? quiet } as const;
  drawing.text(letters, { x: (start + end) / 2, y: y + 12 }, style);
}
