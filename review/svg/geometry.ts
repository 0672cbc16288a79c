export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** Whether two areas share more than an edge. */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether `outer` contains `inner` completely. */
export function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The segments of a line as areas without thickness. Throws for a segment that is neither horizontal nor vertical. */
export function legs(points: readonly Point[]): Rect[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] as Point;
    if (from.x !== to.x && from.y !== to.y) throw new Error(`A segment is oblique: ${at(from)} to ${at(to)}`);
    return {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
  });
}

/** Whether a horizontal and a vertical leg cross, ends excluded. */
export function cross(a: Rect, b: Rect): boolean {
  return overlap(a, b) && (a.width === 0) !== (b.width === 0);
}

/** Whether two parallel segments overlap in more than a point. */
export function coincide(a: Rect, b: Rect): boolean {
  if ((a.width === 0) !== (b.width === 0)) return false;
  return a.width === 0
    ? a.x === b.x && a.y < b.y + b.height && b.y < a.y + a.height
    : a.y === b.y && a.x < b.x + b.width && b.x < a.x + a.width;
}

function at({ x, y }: Point): string {
  return `(${x}, ${y})`;
}
