import { type BoxStyle, contains, Drawing, type Rect } from '../svg';
import { HEIGHT, WIDTH } from './frames';
import { type BoxLayout, badgeAt, CARD_ICON, cardTextX, ICON, type Layout, LEADING, TEXT, titleArea } from './layout';
import { badge, legend } from './legend';
import type { Frame, Step } from './model';

const ink = '#232f3e';
const muted = '#545b64';

const frameStyles: Record<Frame['kind'], BoxStyle & { readonly title: string; readonly icon?: string }> = {
  cloud: { stroke: ink, strokeWidth: 1.5, title: ink, icon: 'architecture-group/AWSCloudlogo' },
  region: { stroke: '#00a4a6', strokeWidth: 1.5, dashes: '5 4', title: '#00796b', icon: 'architecture-group/Region' },
  capability: { fill: '#f4f7fa', stroke: '#c3ccd6', radius: 6, title: ink },
  people: { fill: '#f4f7fa', stroke: '#c3ccd6', radius: 6, title: ink },
  origins: { fill: '#ffffff', stroke: '#c3ccd6', radius: 6, title: ink },
  workflow: { fill: '#ffffff', stroke: '#e7157b', dashes: '4 3', radius: 6, title: ink },
};

/** Draws the picture. */
export function draw(layout: Layout, steps: readonly Step[]): string {
  const drawing = new Drawing({
    width: WIDTH,
    height: HEIGHT,
    title: 'OmniStream on AWS: the architecture',
    description: steps.map(({ title, text }, index) => `${index + 1}. ${title}: ${text}`).join(' '),
  });
  heading(drawing);
  for (const frame of layout.frames) drawFrame(drawing, frame);
  for (const { arrow, points } of layout.arrows) drawing.arrow(points, arrow.dashed ? { dashes: '5 3' } : {});
  for (const { arrow, label } of layout.arrows) {
    if (!arrow.label || !label) continue;
    drawing.box(label, { fill: backgroundOf(label, layout.frames) });
    drawing.text(arrow.label.text, arrow.label, { size: TEXT, fill: muted, anchor: 'middle' });
  }
  for (const box of layout.boxes.values()) drawBox(drawing, box);
  legend(drawing, steps);
  return drawing.svg();
}

/** The background colour of a label, which interrupts its arrow only. */
function backgroundOf(label: Rect, frames: readonly Frame[]): string {
  const around = frames.filter((frame) => contains(frame, label)).map(({ kind }) => frameStyles[kind].fill);
  return around.findLast((fill) => fill !== undefined) ?? '#ffffff';
}

function heading(drawing: Drawing): void {
  drawing.text('OmniStream on AWS', { x: 14, y: 38 }, { size: 26, weight: 'bold' });
  const subtitle = 'Boxes and arrows are checked against the synthesized templates of stage review';
  drawing.text(subtitle, { x: 294, y: 38 }, { size: 15, fill: muted });
  drawing.arrow([{ x: 1190, y: 33 }, { x: 1240, y: 33 }]); // biome-ignore format: one line
  drawing.text('requests, data', { x: 1250, y: 38 }, { size: 15, fill: muted });
  drawing.arrow(
    [
      { x: 1380, y: 33 },
      { x: 1430, y: 33 },
    ],
    { dashes: '5 3' },
  );
  drawing.text('events, failover', { x: 1440, y: 38 }, { size: 15, fill: muted });
}

function drawFrame(drawing: Drawing, frame: Frame): void {
  const { title, icon, ...style } = frameStyles[frame.kind];
  drawing.box(frame, style);
  if (icon) drawing.icon(icon, frame, 24);
  const area = titleArea(frame);
  drawing.text(frame.title, { x: area.x, y: area.y + TEXT - 1 }, { size: TEXT, weight: 'semibold', fill: title });
}

function drawBox(drawing: Drawing, layout: BoxLayout): void {
  const { box, area, icon } = layout;
  if ('card' in box.place) {
    const own = box.constructs || box.everywhere || box.icon.startsWith('architecture-service/');
    drawing.box(area, { fill: '#ffffff', stroke: '#c3ccd6', radius: 5, dashes: own ? undefined : '3 3' });
    drawing.icon(box.icon, icon, CARD_ICON);
    const x = cardTextX(layout);
    const y = area.y + area.height / 2 - 3;
    drawing.text(box.name, { x, y }, { size: TEXT, weight: 'semibold' });
    drawing.lines(box.detail, { x, y: y + LEADING }, LEADING, { size: TEXT, fill: muted });
  } else {
    const x = icon.x + ICON / 2;
    const y = icon.y + ICON + LEADING;
    drawing.icon(box.icon, icon, ICON);
    drawing.text(box.name, { x, y }, { size: TEXT, weight: 'semibold', anchor: 'middle' });
    drawing.lines(box.detail, { x, y: y + LEADING }, LEADING, { size: TEXT, fill: muted, anchor: 'middle' });
  }
  if (box.step) badge(drawing, box.step, badgeAt(layout));
}
