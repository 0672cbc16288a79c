import { Drawing, type Rect, textWidth, wrap } from '../svg';
import type { Boundary, Flow, Party } from './flows';
import { type Layout, layOutBest, type Node } from './layout';
import { failing, ink, quiet, type Tint, text, tints } from './style';

export interface FlowPicture {
  readonly boundaries: readonly Boundary[];
  readonly parties: readonly Party[];
  readonly flows: readonly Flow[];
  /** The number of the first flow. */
  readonly first: number;
}

const MARGIN = 20;

/** The number of layouts to try. More of them do not reduce the crossings. */
const TRIES = 8;

/** Draws the data flows between parties with the boundaries that they cross. Returns the SVG file's text. */
export async function flowDrawing(title: string, picture: FlowPicture): Promise<string> {
  const { flows, first } = picture;
  const { boundaries, parties } = needed(picture);
  const node = (party: Party): Node => ({ id: party.id, ...sizeOf(party) });
  const zone = (boundary: Boundary): Node => ({
    id: boundary.id,
    options: {
      'elk.padding': '[top=38,left=12,bottom=12,right=12]',
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': minimumFor(boundary),
    },
    children: [
      ...boundaries.filter(({ inside }) => inside === boundary.id).map(zone),
      ...parties.filter((party) => party.boundary === boundary.id).map(node),
    ],
  });
  const edges = flows.map((flow, index) => {
    const lines = labelOf(flow, first + index);
    const width = Math.ceil(Math.max(...lines.map((line) => textWidth(line, text.small)))) + 6;
    return { id: edgeId(flow, index), from: flow.from, to: flow.to, label: { width, height: lines.length * 13 + 2 } };
  });
  const layout = await layOutBest(
    boundaries.filter(({ inside }) => !inside).map(zone),
    edges,
    {
      'elk.direction': 'DOWN',
      'elk.padding': `[top=52,left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`,
      'elk.spacing.nodeNode': '16',
      'elk.spacing.edgeNode': '10',
      'elk.spacing.edgeEdge': '8',
      'elk.spacing.edgeLabel': '2',
      'elk.layered.spacing.nodeNodeBetweenLayers': '18',
      'elk.layered.spacing.edgeNodeBetweenLayers': '10',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
    },
    TRIES,
  );
  const drawing = new Drawing({
    ...layout,
    title,
    description: flows.map(({ from, to, data }, index) => `${first + index}: ${from} to ${to}, ${data}.`).join(' '),
  });
  drawing.text(title, { x: MARGIN, y: 34 }, { size: text.title, weight: 'semibold' });
  for (const boundary of boundaries) drawBoundary(drawing, boundary, areaOf(layout, boundary.id));
  for (const [index, flow] of flows.entries()) drawFlow(drawing, flow, index, first, layout);
  for (const boundary of boundaries) drawTitle(drawing, boundary, areaOf(layout, boundary.id));
  for (const party of parties) drawParty(drawing, party, areaOf(layout, party.id));
  return drawing.svg();
}

/** Space for a boundary's title. In a graph from top to bottom, ELK swaps width and height. */
const minimumFor = ({ title }: Boundary) => `(40,${Math.ceil(textWidth(title, text.small, 'semibold')) + 28})`;

/** The parties of the flows, and the boundaries around them. */
function needed({ boundaries, parties, flows }: FlowPicture) {
  const used = parties.filter(({ id }) => flows.some(({ from, to }) => from === id || to === id));
  const around = boundaries.filter(({ id }) => used.some(({ boundary }) => boundary === id));
  const outer = boundaries.filter(({ id }) => around.some(({ inside }) => inside === id));
  return { parties: used, boundaries: boundaries.filter((each) => around.includes(each) || outer.includes(each)) };
}

const edgeId = ({ from, to }: Flow, index: number) => `${index + 1} ${from} ${to}`;

/** The flow's number in the table, its data, and the identification of its sender. */
const labelOf = ({ data, by }: Flow, number: number) => [...wrap(`${number}  ${data}`, 84, text.small), `(${by})`];

function sizeOf({ title, detail }: Party) {
  const width = Math.max(textWidth(title, text.normal, 'semibold'), detail ? textWidth(detail, text.small) : 0);
  return { width: Math.ceil(width) + 24, height: detail ? 42 : 28 };
}

const partyTints: Readonly<Record<Party['kind'], Tint>> = {
  person: tints.grey,
  outsider: tints.grey,
  process: tints.blue,
  store: tints.green,
};

const zoneFill = (inside?: string) => (inside ? '#ffffff' : '#fafbfc');

function drawBoundary(drawing: Drawing, { inside }: Boundary, area: Rect): void {
  drawing.box(area, {
    fill: zoneFill(inside),
    stroke: failing,
    radius: 8,
    dashes: '6 4',
    strokeWidth: inside ? 1 : 1.5,
  });
}

/** Drawn over the lines that enter the boundary. */
function drawTitle(drawing: Drawing, { title, inside }: Boundary, { x, y }: Rect): void {
  const width = Math.ceil(textWidth(title, text.small, 'semibold')) + 6;
  drawing.box({ x: x + 9, y: y + 7, width, height: 15 }, { fill: zoneFill(inside) });
  drawing.text(title, { x: x + 12, y: y + 18 }, { size: text.small, weight: 'semibold', fill: failing });
}

function drawParty(drawing: Drawing, { title, detail, kind }: Party, area: Rect): void {
  drawing.box(area, { ...partyTints[kind], radius: kind === 'person' ? 14 : kind === 'process' ? 6 : 0 });
  const x = area.x + area.width / 2;
  drawing.text(title, { x, y: area.y + 18 }, { size: text.normal, weight: 'semibold', fill: ink, anchor: 'middle' });
  if (detail) drawing.text(detail, { x, y: area.y + 33 }, { size: text.small, fill: quiet, anchor: 'middle' });
}

function drawFlow(drawing: Drawing, flow: Flow, index: number, first: number, layout: Layout): void {
  drawing.arrow(layout.lines.get(edgeId(flow, index)) ?? [], { stroke: quiet, strokeWidth: 1.2 });
  const area = layout.labels.get(edgeId(flow, index));
  if (!area) throw new Error(`The layout has no place for the text of flow ${index + 1}`);
  drawing.lines(labelOf(flow, first + index), { x: area.x + 3, y: area.y + 11 }, 13, { size: text.small, fill: ink });
}

function areaOf(layout: Layout, id: string): Rect {
  const area = layout.boxes.get(id);
  if (!area) throw new Error(`The layout has no place for ${id}`);
  return area;
}
