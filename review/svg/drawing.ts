import { setLine, type Weight } from './font';
import type { Point, Rect } from './geometry';
import { idsOf, readIcon } from './icon';

export interface TextStyle {
  /** In user units, as CSS's `font-size`. @default 12 */
  readonly size?: number;
  /** @default 'regular' */
  readonly weight?: Weight;
  /** @default '#232f3e' */
  readonly fill?: string;
  /** Which part of the line is at x. @default 'start' */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Degrees, clockwise, about the point. @default 0 */
  readonly turn?: number;
}

export interface BoxStyle {
  /** @default 'none' */
  readonly fill?: string;
  /** @default 'none' */
  readonly stroke?: string;
  /** @default 1 */
  readonly strokeWidth?: number;
  /** The radius of the corners. @default 0 */
  readonly radius?: number;
  /** Lengths of dashes and gaps, such as `4 3`. */
  readonly dashes?: string;
}

export interface ArrowStyle {
  /** @default '#545b64' */
  readonly stroke?: string;
  /** @default 1.5 */
  readonly strokeWidth?: number;
  readonly dashes?: string;
  /** Which ends have a head. @default 'end' */
  readonly heads?: 'none' | 'end' | 'both';
  /** The radius of the corners. @default 4 */
  readonly radius?: number;
}

/**
 * Collects the elements of one SVG file, drawn in the order of the calls. Texts are outlines of Inter, because a browser
 * that shows an SVG as an image and the PNG renderer do not load fonts; each glyph is defined once and used by reference.
 * The title and the description contain the content of the picture for people who cannot see it.
 */
export class Drawing {
  private readonly definitions = new Map<string, string>();
  private readonly iconIds = new Set<string>();
  private readonly elements: string[] = [];

  constructor(
    private readonly picture: {
      readonly width: number;
      readonly height: number;
      readonly title: string;
      readonly description: string;
      /** @default '#ffffff' */
      readonly background?: string;
    },
  ) {
    const { width, height, background = '#ffffff' } = picture;
    this.box({ x: 0, y: 0, width, height }, { fill: background });
  }

  /** One line of text; y is its baseline. */
  text(text: string, { x, y }: Point, style: TextStyle = {}): void {
    const { size = 12, weight = 'regular', fill = '#232f3e', anchor = 'start', turn } = style;
    const { outlines, width, unitsPerEm } = setLine(text, weight);
    const scale = size / unitsPerEm;
    const shift = { start: 0, middle: width / 2, end: width }[anchor] * scale;
    for (const { id, path } of outlines) this.definitions.set(id, `<path id="${id}" d="${path}"/>`);
    const uses = outlines.map((outline) => `<use href="#${outline.id}"${outline.x ? ` x="${outline.x}"` : ''}/>`);
    const place = turn
      ? `translate(${round(x)} ${round(y)}) rotate(${turn}) translate(${round(-shift)} 0)`
      : `translate(${round(x - shift)} ${round(y)})`;
    const transform = `${place} scale(${scale.toPrecision(4)})`;
    this.elements.push(`<g fill="${fill}" transform="${transform}">${uses.join('')}</g>`);
  }

  /** Lines below each other; y is the first one's baseline. `leading` is the distance of baselines. */
  lines(lines: readonly string[], { x, y }: Point, leading: number, style: TextStyle = {}): void {
    for (const [index, line] of lines.entries()) this.text(line, { x, y: y + index * leading }, style);
  }

  box({ x, y, width, height }: Rect, style: BoxStyle): void {
    const { fill = 'none', stroke = 'none', strokeWidth = 1, radius = 0, dashes } = style;
    const outline = stroke === 'none' ? '' : ` stroke="${stroke}" stroke-width="${strokeWidth}"`;
    const corners = radius ? ` rx="${radius}"` : '';
    const dashed = dashes ? ` stroke-dasharray="${dashes}"` : '';
    this.elements.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}"${corners} fill="${fill}"${outline}${dashed}/>`,
    );
  }

  circle({ x, y }: Point, radius: number, fill: string): void {
    this.elements.push(`<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`);
  }

  /** Draws an AWS icon (see `readIcon`) with its upper left corner at the point. Throws if ids of two icons collide. */
  icon(name: string, { x, y }: Point, size: number): void {
    const id = `icon-${name.split('/').at(-1)}`;
    if (!this.definitions.has(id)) {
      const icon = readIcon(name);
      for (const inner of idsOf(icon)) {
        if (this.iconIds.has(inner))
          throw new Error(`The icon ${name} defines the id ${inner}, which another icon uses`);
        this.iconIds.add(inner);
      }
      this.definitions.set(id, `<symbol id="${id}" viewBox="${icon.viewBox}">${icon.body}</symbol>`);
    }
    this.elements.push(`<use href="#${id}" x="${x}" y="${y}" width="${size}" height="${size}"/>`);
  }

  /** Draws a line along the points with rounded corners and an arrowhead at its end. */
  arrow(points: readonly Point[], style: ArrowStyle = {}): void {
    const { stroke = '#545b64', strokeWidth = 1.5, dashes, heads = 'end', radius = 4 } = style;
    const [first, second] = points;
    const last = points.at(-1);
    const beforeLast = points.at(-2);
    if (!first || !second || !last || !beforeLast) throw new Error('An arrow needs two points');
    const length = 3 + 3 * strokeWidth;
    const line = [...points];
    const triangles: string[] = [];
    if (heads !== 'none') {
      line[line.length - 1] = towards(last, beforeLast, length - 1);
      triangles.push(head(beforeLast, last, length));
    }
    if (heads === 'both') {
      line[0] = towards(first, second, length - 1);
      triangles.push(head(second, first, length));
    }
    const dashed = dashes ? ` stroke-dasharray="${dashes}"` : '';
    this.elements.push(
      `<path d="${rounded(line, radius)}" fill="none" stroke="${stroke}" stroke-width="${strokeWidth}"${dashed}/>`,
    );
    if (triangles.length > 0) this.elements.push(`<path d="${triangles.join('')}" fill="${stroke}"/>`);
  }

  /** The file's text. */
  svg(): string {
    const { width, height, title, description } = this.picture;
    const definitions = [...this.definitions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
      `<title id="title">${escaped(title)}</title>`,
      `<desc id="description">${escaped(description)}</desc>`,
      '<defs>',
      ...definitions,
      '</defs>',
      ...this.elements,
      '</svg>',
      '',
    ].join('\n');
  }
}

function rounded(points: readonly Point[], radius: number): string {
  const parts = points.map((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (!before) return `M${pair(point)}`;
    if (!after) return `L${pair(point)}`;
    const cut = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
    return `L${pair(towards(point, before, cut))}Q${pair(point)} ${pair(towards(point, after, cut))}`;
  });
  return parts.join('');
}

function head(from: Point, tip: Point, length: number): string {
  const base = towards(tip, from, length);
  const across = { x: (tip.y - base.y) * 0.42, y: (base.x - tip.x) * 0.42 };
  const left = { x: base.x + across.x, y: base.y + across.y };
  const right = { x: base.x - across.x, y: base.y - across.y };
  return `M${pair(tip)}L${pair(left)}L${pair(right)}Z`;
}

/** The point `length` away from `from` on the way to `to`. */
function towards(from: Point, to: Point, length: number): Point {
  const share = length / (distance(from, to) || 1);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
