import type { Assembly } from '../../checks';
import type { Document, Source } from '../document';
import { png } from '../svg';
import { arrows } from './arrows';
import { boxes } from './boxes';
import { draw } from './draw';
import { describe, holds } from './evidence';
import { faults } from './faults';
import { frames } from './frames';
import { layOut } from './layout';
import type { Arrow, Box, Frame } from './model';
import { page } from './page';
import { place } from './place';
import { Resources } from './resources';
import { steps } from './steps';

/** Pixels. */
const PNG_WIDTH = 1600;

/** The architecture diagram of stage `review` as SVG and PNG, with its page. */
export async function architecture({ assemblies: { review } }: Source): Promise<Document[]> {
  const { held, problems } = examine(boxes, arrows, review);
  const layout = layOut(boxes, withRegions(frames, review), arrows);
  const wrong = [...problems, ...faults(layout)];
  if (wrong.length > 0) throw new Error(`The architecture diagram has faults:\n${wrong.join('\n')}`);
  const svg = draw(layout, steps);
  return [
    { path: 'docs/review/architecture.svg', content: svg },
    { path: 'docs/review/architecture.png', content: await png(svg, PNG_WIDTH) },
    { path: 'docs/review/architecture.md', content: page(held, layout.frames, arrows, steps) },
  ];
}

/** Compares boxes and arrows with an assembly. */
export function examine(boxes: readonly Box[], arrows: readonly Arrow[], assembly: Assembly) {
  const resources = new Resources(assembly);
  const { held, problems } = place(boxes, resources);
  const untrue = [
    ...boxes.flatMap(({ id, evidence }) => (evidence ? [{ name: `The box ${id}`, evidence }] : [])),
    ...arrows.map(({ from, to, evidence }) => ({ name: `The arrow ${from.of} → ${to.of}`, evidence })),
  ].filter(({ evidence }) => !holds(evidence, resources));
  const claims = untrue.map(({ name, evidence }) => `${name} has lost its evidence: ${describe(evidence)}`);
  return { held, problems: [...problems, ...claims] };
}

function withRegions(frames: readonly Frame[], { stage, stacks }: Assembly): Frame[] {
  return frames.map((frame) => {
    if (!frame.regionOf) return frame;
    const stack = stacks.find(({ name }) => name === `OmniStream-${stage}-${frame.regionOf}`);
    if (!stack) throw new Error(`The stack ${frame.regionOf} of a frame does not exist`);
    const region = frame.regionOf === 'Replica' ? 'Replica' : 'Primary region';
    return { ...frame, title: `${region}: ${stack.region}` };
  });
}
