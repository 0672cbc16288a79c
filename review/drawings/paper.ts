import { setLine } from '../svg/font';

/** Converts millimetres to points (72 per inch). */
const points = (millimetres: number) => (millimetres / 25.4) * 72;

/** A4 (ISO 216) within margins of 10 mm. */
const paper = { short: points(210 - 20), long: points(297 - 20) };

/** The minimum size of text in a printed drawing. */
export const SMALLEST_POINTS = 7;

/** The size in points of the smallest text of a drawing that fills an A4 page in the better orientation. */
export function smallestText(svg: string): number {
  const [, width = 0, height = 0] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  const { unitsPerEm } = setLine('x', 'regular');
  const sizes = [...svg.matchAll(/transform="translate[^"]* scale\(([\d.e-]+)\)"/g)].map(
    ([, scale]) => Number(scale) * unitsPerEm,
  );
  if (!width || !height || sizes.length === 0) throw new Error('The SVG file has no size or no text');
  const portrait = Math.min(paper.short / width, paper.long / height);
  const landscape = Math.min(paper.long / width, paper.short / height);
  return Math.min(...sizes) * Math.max(portrait, landscape);
}

/** Throws if a drawing is too large to be readable on an A4 page. */
export function mustBeLegible(name: string, svg: string): void {
  const size = smallestText(svg);
  if (size < SMALLEST_POINTS) {
    throw new Error(`The smallest text of ${name} has ${size.toFixed(1)} points on A4; it needs ${SMALLEST_POINTS}`);
  }
}
