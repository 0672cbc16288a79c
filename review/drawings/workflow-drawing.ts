import { Drawing, type Point, type Rect, textWidth, wrap } from '../svg';
import { asGiven, type Edge, type Layout, layOut, type Node, type Options } from './layout';
import { failing, ink, quiet, type Tint, text, tints } from './style';
import type { State } from './workflow';
import {
  LEADING,
  legendOf,
  linesOf,
  type Policies,
  retryPolicies,
  sizeOf,
  takesErrors,
  widthOf,
} from './workflow-boxes';
import { type Arrow, type Box, branchId, type Scope, statesIn } from './workflow-graph';

export interface WorkflowPicture {
  readonly title: string;
  readonly description: string;
  /** Whether a long graph is drawn in several columns. */
  readonly isWrapped: boolean;
}

const MARGIN = 24;

/** Draws the states of a state machine, or of a branch of one. Returns the SVG file's text. */
export async function workflowDrawing(graph: Scope, picture: WorkflowPicture): Promise<string> {
  const scopes = scopesOf(graph);
  const policies = retryPolicies(statesIn(graph));
  const legend = legendOf(scopes, policies);
  const edges = scopes.flatMap(({ arrows }) => arrows);
  const top = 56 + legend.length * LEADING;
  const layout = await layOut(
    nodesOf(graph, policies),
    [
      ...edges.map((arrow) => ({ ...arrow, id: edgeId(arrow), label: roomFor(labelOf(arrow)) })),
      ...scopes.flatMap(unseenEdges),
    ],
    {
      ...spacing(`[top=${top},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`),
      ...(picture.isWrapped && wrapping),
    },
  );
  const title = textWidth(picture.title, text.title, 'semibold');
  const width = Math.ceil(Math.max(layout.width, 2 * MARGIN + Math.max(title, widthOf(legend))));
  const drawing = new Drawing({ ...layout, ...picture, width });
  drawing.text(picture.title, { x: MARGIN, y: 34 }, { size: text.title, weight: 'semibold' });
  drawing.lines(legend, { x: MARGIN, y: 54 }, LEADING, { size: text.small, fill: quiet });
  drawScope(drawing, graph, layout, policies);
  for (const arrow of edges) drawArrow(drawing, arrow, layout);
  return drawing.svg();
}

/** Invisible edges that place error handlers below the states with their mark. */
function unseenEdges({ boxes, arrows }: Scope): Edge[] {
  return boxes
    .filter(({ id, takesErrorsOf }) => takesErrorsOf && !arrows.some(({ to }) => to === id))
    .flatMap(({ id, takesErrorsOf }): Edge[] => {
      const last = boxes.filter(({ mark }) => mark === takesErrorsOf).at(-1);
      return last ? [{ id: `${last.id} unseen ${id}`, from: last.id, to: id }] : [];
    });
}

/** A scope with all scopes inside it. */
const scopesOf = (scope: Scope): Scope[] => [
  scope,
  ...scope.boxes.flatMap(({ branches }) => branches.flatMap(scopesOf)),
];

const edgeId = ({ from, to, kind }: Arrow) => `${from} ${kind} ${to}`;

const spacing = (padding: string): Options => ({
  ...asGiven,
  'elk.direction': 'DOWN',
  'elk.padding': padding,
  'elk.hierarchyHandling': 'SEPARATE_CHILDREN',
  'elk.separateConnectedComponents': 'false',
  // Edges to an earlier state of the definition point upwards.
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '3',
  'elk.layered.spacing.nodeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeNodeBetweenLayers': '10',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
});

const wrapping: Options = {
  'elk.layered.wrapping.strategy': 'MULTI_EDGE',
  'elk.layered.wrapping.additionalEdgeSpacing': '10',
  'elk.aspectRatio': '0.8',
};

function nodesOf({ boxes }: Scope, policies: Policies): Node[] {
  return boxes.map((box): Node => {
    if (box.branches.length === 0) {
      return { id: box.id, ...sizeOf(box, policies) };
    }
    const branches = box.branches.map((branch, index): Node => {
      const title = box.branches.length > 1 ? branchTitle(branch, index) : containerTitle(box, policies);
      const options = {
        ...spacing('[top=30,left=14,bottom=14,right=14]'),
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${Math.ceil(textWidth(title, text.normal, 'semibold')) + 46},40)`,
      };
      return { id: branchId(box, index), children: nodesOf(branch, policies), options };
    });
    if (box.branches.length === 1) return { ...branches[0], id: box.id };
    return { id: box.id, children: branches, options: spacing('[top=30,left=12,bottom=12,right=12]') };
  });
}

/** The lines of an arrow's text, narrow enough for arrows that are close to each other. */
const labelOf = ({ texts }: Arrow) => texts.flatMap((each) => wrap(each, 84, text.small));

const roomFor = (lines: readonly string[]) =>
  lines.length === 0 ? undefined : { width: widthOf(lines) + 6, height: lines.length * 13 + 2 };

function drawScope(drawing: Drawing, { boxes }: Scope, layout: Layout, policies: Policies): void {
  for (const box of boxes) {
    const area = areaOf(layout, box.id);
    if (box.branches.length === 0) drawBox(drawing, box, area, policies);
    else drawContainer(drawing, box, area, layout, policies);
  }
}

function containerTitle(box: Box, policies: Policies): string {
  const [{ name = '', details = [] } = {}] = linesOf(box, policies);
  return `${name}  (${[box.states[0]?.type, ...details].join(', ')})`;
}

const branchTitle = ({ start }: Scope, index: number) => `branch ${index + 1}, from ${start}`;

function drawContainer(drawing: Drawing, box: Box, area: Rect, layout: Layout, policies: Policies): void {
  const { stroke } = tints.purple;
  drawing.box(area, { fill: '#ffffff', stroke, radius: 8 });
  drawing.text(
    containerTitle(box, policies),
    { x: area.x + 14, y: area.y + 20 },
    { size: text.normal, weight: 'semibold', fill: stroke },
  );
  if (box.mark) mark(drawing, box.mark, { x: area.x + area.width - 14, y: area.y + 15 });
  for (const [index, branch] of box.branches.entries()) {
    if (box.branches.length > 1) {
      const inner = areaOf(layout, branchId(box, index));
      drawing.box(inner, { stroke, radius: 6, dashes: '3 3' });
      drawing.text(
        branchTitle(branch, index),
        { x: inner.x + 12, y: inner.y + 18 },
        { size: text.small, fill: stroke },
      );
    }
    drawScope(drawing, branch, layout, policies);
  }
}

function tintOf(state?: State): Tint {
  if (!state) return tints.purple;
  if (state.type === 'Task') return state.isFunction ? tints.orange : tints.blue;
  if (state.type === 'Succeed') return tints.green;
  return state.type === 'Fail' ? tints.red : tints.grey;
}

function drawBox(drawing: Drawing, box: Box, area: Rect, policies: Policies): void {
  const [first] = box.states;
  drawing.box(area, { ...tintOf(first), radius: !first || first.type === 'Task' ? 5 : 11 });
  const x = area.x + 12;
  let y = area.y + 16;
  for (const { name, details } of linesOf(box, policies)) {
    drawing.text(name, { x, y }, { size: text.normal, weight: 'semibold', fill: ink });
    drawing.lines(details, { x, y: y + LEADING }, LEADING, { size: text.small, fill: quiet });
    y += LEADING * (1 + details.length);
  }
  if (box.mark) mark(drawing, box.mark, { x: area.x + area.width - 12, y: area.y + 12 });
  if (!box.takesErrorsOf) return;
  drawing.text(takesErrors, { x, y }, { size: text.small, fill: failing });
  mark(drawing, box.takesErrorsOf, { x: x + textWidth(takesErrors, text.small) + 13, y: y - 4 });
}

function mark(drawing: Drawing, letter: string, at: Point): void {
  const style = { size: text.small, weight: 'semibold', fill: '#ffffff', anchor: 'middle' } as const;
  drawing.circle(at, 7.5, failing);
  drawing.text(letter, { x: at.x, y: at.y + 4 }, style);
}

function drawArrow(drawing: Drawing, arrow: Arrow, layout: Layout): void {
  const isError = arrow.kind === 'error';
  const stroke = isError ? failing : quiet;
  drawing.arrow(layout.lines.get(edgeId(arrow)) ?? [], { stroke, ...(isError && { dashes: '4 3' }) });
  const area = layout.labels.get(edgeId(arrow));
  if (area) drawing.lines(labelOf(arrow), { x: area.x + 3, y: area.y + 11 }, 13, { size: text.small, fill: stroke });
}

function areaOf(layout: Layout, id: string): Rect {
  const area = layout.boxes.get(id);
  if (!area) throw new Error(`The layout has no place for ${id}`);
  return area;
}
