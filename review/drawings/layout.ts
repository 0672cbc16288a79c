import ELK, { type ElkNode } from 'elkjs/lib/elk.bundled.js';
import { cross, legs, overlap, type Point, type Rect } from '../svg';

/** A box of a graph. Its children are laid out inside it. */
export interface Node {
  readonly id: string;
  /** In user units. ELK computes the size of a box with children. */
  readonly width?: number;
  readonly height?: number;
  readonly children?: readonly Node[];
  /** ELK's options, such as `elk.padding`. https://eclipse.dev/elk/reference/options.html */
  readonly options?: Options;
}

export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The size of the edge's text. */
  readonly label?: { readonly width: number; readonly height: number };
  readonly options?: Options;
}

export type Options = Readonly<Record<string, string>>;

/** The positions of all elements, in whole user units from the upper left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Rect>;
  readonly lines: ReadonlyMap<string, readonly Point[]>;
  /** The labels of edges, by the edges' ids. */
  readonly labels: ReadonlyMap<string, Rect>;
}

const common: Options = {
  'elk.algorithm': 'layered',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  // The same graph always gives the same picture.
  'elk.randomSeed': '1',
  'elk.layered.thoroughness': '60',
};

/** Keeps the given order of boxes and edges. ELK fails with it for edges between boxes of different containers. */
export const asGiven: Options = { 'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES' };

let elk: InstanceType<typeof ELK> | undefined;

/** Lays a graph out in layers. Throws if two boxes, or a box and a text, overlap. */
export async function layOut(nodes: readonly Node[], edges: readonly Edge[], options: Options): Promise<Layout> {
  const graph: ElkNode = {
    id: '',
    layoutOptions: { ...common, ...options },
    children: nodes.map(elkNode),
    edges: edges.map(({ id, from, to, label, options: layoutOptions }) => ({
      ...{ id, sources: [from], targets: [to], layoutOptions },
      labels: label ? [{ text: id, ...label }] : [],
    })),
  };
  elk ??= new ELK();
  const layout = read(await elk.layout(graph));
  const problems = overlaps(nodes, layout);
  if (problems.length > 0) throw new Error(`The layout has overlaps: ${problems.join(', ')}`);
  return layout;
}

/**
 * Tries several layouts and returns the one with the fewest crossings; among those, the smallest. The order of boxes that
 * ELK finds depends on its random seed.
 */
export async function layOutBest(
  nodes: readonly Node[],
  edges: readonly Edge[],
  options: Options,
  tries: number,
): Promise<Layout> {
  let best: { layout: Layout; count: number } | undefined;
  for (let seed = 1; seed <= tries; seed++) {
    const layout = await layOut(nodes, edges, { ...options, 'elk.randomSeed': String(seed) });
    const count = crossings(layout);
    const isBetter = !best || count < best.count || (count === best.count && areaOf(layout) < areaOf(best.layout));
    if (isBetter) best = { layout, count };
  }
  if (!best) throw new Error('The number of tries must be at least 1');
  return best.layout;
}

const areaOf = ({ width, height }: Layout) => width * height;

function elkNode({ children, options, ...node }: Node): ElkNode {
  return { ...node, layoutOptions: children ? { ...common, ...options } : options, children: children?.map(elkNode) };
}

/** The ends of a straight line may differ in their last binary digits; rounding must not increase the difference. */
const rounded = (value: number) => Math.round(Math.round(value * 1000) / 1000);

const whole = ({ x, y }: Point, { x: left, y: top }: Point): Point => ({ x: rounded(x + left), y: rounded(y + top) });

function read(root: ElkNode): Layout {
  const origins = new Map<string, Point>();
  const boxes = new Map<string, Rect>();
  const visit = (node: ElkNode, origin: Point) => {
    origins.set(node.id, origin);
    for (const child of node.children ?? []) {
      const at = { x: origin.x + (child.x ?? 0), y: origin.y + (child.y ?? 0) };
      const far = { x: at.x + (child.width ?? 0), y: at.y + (child.height ?? 0) };
      const [from, to] = [whole(at, zero), whole(far, zero)];
      boxes.set(child.id, { ...from, width: to.x - from.x, height: to.y - from.y });
      visit(child, at);
    }
  };
  visit(root, zero);
  const lines = new Map<string, readonly Point[]>();
  const labels = new Map<string, Rect>();
  for (const edge of (root.edges ?? []) as readonly PlacedEdge[]) {
    // ELK's points of an edge are relative to the corner of the box that contains both of its ends.
    const origin = origins.get(edge.container ?? '') ?? zero;
    const [section] = edge.sections ?? [];
    if (!section) throw new Error(`The layout has no line for ${edge.id}`);
    const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
    lines.set(
      edge.id,
      points.map((point) => whole(point, origin)),
    );
    for (const { x = 0, y = 0, width = 0, height = 0 } of edge.labels ?? []) {
      labels.set(edge.id, { ...whole({ x, y }, origin), width, height });
    }
  }
  return { width: Math.ceil(root.width ?? 0), height: Math.ceil(root.height ?? 0), boxes, lines, labels };
}

const zero: Point = { x: 0, y: 0 };

interface PlacedEdge {
  readonly id: string;
  readonly container?: string;
  readonly sections?: readonly { startPoint: Point; bendPoints?: readonly Point[]; endPoint: Point }[];
  readonly labels?: readonly Partial<Rect>[];
}

/** The names of boxes and texts that overlap. */
export function overlaps(nodes: readonly Node[], { boxes, labels }: Layout): string[] {
  const leaves = (some: readonly Node[]): string[] =>
    some.flatMap(({ id, children }) => (children ? leaves(children) : [id]));
  const areas = [
    ...leaves(nodes).map((id) => [id, boxes.get(id)] as const),
    ...[...labels].map(([id, area]) => [`text of ${id}`, area] as const),
  ];
  return areas.flatMap(([name, area], index) =>
    areas.slice(index + 1).flatMap(([other, otherArea]) => {
      return area && otherArea && overlap(area, otherArea) ? [`${name} and ${other}`] : [];
    }),
  );
}

/** The number of crossings. */
export function crossings({ lines }: Layout): number {
  const all = [...lines.values()].map(legs);
  const between = (some: readonly Rect[], others: readonly Rect[]) =>
    some.flatMap((leg) => others.filter((other) => cross(leg, other))).length;
  return all.reduce((sum, some, index) => {
    return sum + all.slice(index + 1).reduce((count, others) => count + between(some, others), 0);
  }, 0);
}
