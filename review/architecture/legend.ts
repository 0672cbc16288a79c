import { type Drawing, type Point, wrap } from '../svg';
import { WIDTH } from './frames';
import { BADGE, LEADING, TEXT } from './layout';
import type { Step } from './model';

const COLUMNS = 4;
const LEFT = 26;
const TOP = 950;
const ROW = 62;
/** From a step's number to its text. */
const INDENT = 20;

const width = (WIDTH - LEFT) / COLUMNS;

/** Draws a step's number in a box or in the legend. */
export function badge(drawing: Drawing, step: number, { x, y }: Point): void {
  drawing.circle({ x, y }, BADGE + 1, '#ffffff');
  drawing.circle({ x, y }, BADGE, '#1a5fb4');
  drawing.text(`${step}`, { x, y: y + 4.6 }, { size: TEXT, weight: 'bold', fill: '#ffffff', anchor: 'middle' });
}

/** Explains the numbers, in columns from left to right. */
export function legend(drawing: Drawing, steps: readonly Step[]): void {
  const rows = Math.ceil(steps.length / COLUMNS);
  for (const [index, { title, text }] of steps.entries()) {
    const x = LEFT + Math.floor(index / rows) * width;
    const y = TOP + (index % rows) * ROW;
    badge(drawing, index + 1, { x, y });
    drawing.text(title, { x: x + INDENT, y: y + 5 }, { size: TEXT + 1, weight: 'semibold' });
    drawing.lines(linesOf(text), { x: x + INDENT, y: y + 5 + LEADING }, LEADING, { size: TEXT, fill: '#545b64' });
  }
}

/** The lines of a step's text. Throws if there are too many. */
function linesOf(text: string): string[] {
  const lines = wrap(text, width - INDENT - 24, TEXT);
  if (lines.length > 2) throw new Error(`“${text}” needs ${lines.length} lines, but there is space for two`);
  return lines;
}
