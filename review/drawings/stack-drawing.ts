import { Drawing, textWidth } from '../svg';
import { asGiven, layOut, type Node } from './layout';
import type { OrderedStack, StackOrder } from './stack-order';
import { ink, quiet, type Tint, text, tints } from './style';

const regionTints: readonly Tint[] = [tints.blue, tints.orange, tints.green, tints.purple];

/** Stacks from left to right as they are deployed, in the colours of their regions. Returns the SVG file's text. */
export async function stackDrawing(stage: string, { stacks, needs }: StackOrder): Promise<string> {
  const regions = [...new Set(stacks.map(({ region }) => region))].sort();
  const tintOf = (region: string) => regionTints[regions.indexOf(region)] ?? tints.grey;
  const width = Math.max(...stacks.map(widthOf));
  const nodes = stacks.map(({ name, step }): Node => {
    const options = { 'elk.layered.layering.layerConstraint': step === 1 ? 'FIRST' : 'NONE' };
    return { id: name, width, height: 62, options };
  });
  const edges = needs.map(({ first, next, outputs }) => {
    const label = labelOf(outputs);
    const size = { width: Math.ceil(textWidth(label, text.small)) + 6, height: 14 };
    return { id: `${first} → ${next}`, from: first, to: next, label: size };
  });
  const layout = await layOut(nodes, edges, {
    ...asGiven,
    'elk.direction': 'DOWN',
    'elk.spacing.nodeNode': '14',
    'elk.spacing.edgeNode': '10',
    'elk.layered.spacing.nodeNodeBetweenLayers': '24',
    'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    'elk.padding': '[top=80,left=24,bottom=24,right=24]',
  });
  const drawing = new Drawing({
    ...layout,
    title: `Stacks of stage ${stage}, in the order of their deployment`,
    description: `${stacks.length} stacks in ${regions.join(', ')}: ${stacks.map(({ step, name }) => `${step} ${name}`).join(', ')}`,
  });
  drawing.text('Stacks and their order', { x: 24, y: 34 }, { size: text.title, weight: 'semibold' });
  let x = 24;
  for (const region of regions) {
    drawing.box({ x, y: 48, width: 14, height: 14 }, { ...tintOf(region), radius: 3 });
    drawing.text(region, { x: x + 20, y: 59 }, { size: text.normal });
    x += 44 + textWidth(region, text.normal);
  }
  drawing.text(
    'An arrow starts at the stack that is deployed first; its number counts the referenced outputs.',
    { x, y: 59 },
    { size: text.small, fill: quiet },
  );
  for (const { id } of edges) drawing.arrow(layout.lines.get(id) ?? [], { stroke: quiet });
  for (const { first, next, outputs } of needs) {
    const area = layout.labels.get(`${first} → ${next}`);
    if (!area) throw new Error(`The layout has no place for the text of ${first} → ${next}`);
    drawing.text(labelOf(outputs), { x: area.x + 3, y: area.y + 11 }, { size: text.small, fill: quiet });
  }
  for (const stack of stacks) {
    const area = layout.boxes.get(stack.name);
    if (!area) throw new Error(`The layout has no place for ${stack.name}`);
    drawing.box(area, { ...tintOf(stack.region), radius: 6, strokeWidth: stack.terminationProtection ? 2.5 : 1 });
    drawing.text(
      `${stack.step}  ${stack.name}`,
      { x: area.x + 12, y: area.y + 22 },
      { size: text.heading, weight: 'semibold', fill: ink },
    );
    drawing.lines(detailsOf(stack), { x: area.x + 12, y: area.y + 38 }, 14, { size: text.small, fill: quiet });
  }
  return drawing.svg();
}

const labelOf = (outputs: readonly string[]) => (outputs.length > 0 ? String(outputs.length) : 'order only');

const detailsOf = ({ resources, terminationProtection }: OrderedStack): string[] => [
  `${resources} resources`,
  ...(terminationProtection ? ['termination protection'] : []),
];

function widthOf(stack: OrderedStack): number {
  const title = textWidth(`${stack.step}  ${stack.name}`, text.heading, 'semibold');
  return Math.ceil(Math.max(title, ...detailsOf(stack).map((line) => textWidth(line, text.small)))) + 24;
}
