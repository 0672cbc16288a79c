import { setLine } from '../svg/font';

/** Points, of which an inch has 72. */
const points = (millimetres: number) => (millimetres / 25.4) * 72;

/** A4 (ISO 216) within margins of 10 mm. */
const paper = { short: points(210 - 20), long: points(297 - 20) };

/** What the smallest text of a printed drawing must have. */
export const SMALLEST_POINTS = 7;

/** The size in points that the smallest text of an SVG file of ours has when it fills an A4 page, the better way round. */
export function smallestText(svg: string): number {
  const [, width = 0, height = 0] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  const { unitsPerEm } = setLine('x', 'regular');
  const sizes = [...svg.matchAll(/transform="translate[^"]* scale\(([\d.e-]+)\)"/g)].map(
    ([, scale]) => Number(scale) * unitsPerEm,
  );
  if (!width || !height || sizes.length === 0) throw new Error('This SVG file has no size, or no text');
  const portrait = Math.min(paper.short / width, paper.long / height);
  const landscape = Math.min(paper.long / width, paper.short / height);
  return Math.min(...sizes) * Math.max(portrait, landscape);
}

/** Throws where a drawing is too large to be read on an A4 page. */
export function mustBeLegible(name: string, svg: string): void {
  const size = smallestText(svg);
  if (size < SMALLEST_POINTS) {
    throw new Error(`The smallest text of ${name} has ${size.toFixed(1)} points on A4; it needs ${SMALLEST_POINTS}`);
  }
}
