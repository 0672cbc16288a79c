import { coincide, contains, cross, legs, overlap, type Rect, textWidth } from '../svg';
import { HEIGHT, WIDTH } from './frames';
import { BADGE, type BoxLayout, badgeAt, cardTextX, type Layout, TEXT, titleArea } from './layout';

interface Thing {
  readonly name: string;
  readonly area: Rect;
}

/** Faults of the layout: overlaps, arrows through boxes or texts, and arrows that cross. */
export function faults({ boxes, frames, arrows }: Layout): string[] {
  const things: Thing[] = [
    ...[...boxes.values()].flatMap(({ box, parts }) => parts.map((area) => ({ name: `box ${box.id}`, area }))),
    ...[...boxes.values()]
      .filter(({ box }) => box.step)
      .map((layout) => ({ name: `number of ${layout.box.id}`, area: badgeArea(layout) })),
    ...frames.filter(({ title }) => title).map((frame) => ({ name: `title ${frame.title}`, area: titleArea(frame) })),
    ...arrows.flatMap(({ arrow, label }) => (label ? [{ name: `label ${arrow.label?.text}`, area: label }] : [])),
  ];
  const lines = arrows.map(({ arrow, points, label }) => ({
    name: `arrow ${arrow.from.of} → ${arrow.to.of}`,
    legs: legs(points),
    label: label && `label ${arrow.label?.text}`,
  }));
  const found: string[] = [];
  const sheet = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  for (const { name, area } of things) if (!contains(sheet, area)) found.push(`${name} leaves the picture`);
  for (const [a, b] of pairs(things))
    if (overlap(a.area, b.area) && b.name !== a.name.replace('box ', 'number of '))
      found.push(`${a.name} and ${b.name} overlap`);
  for (const [a, b] of pairs(frames)) {
    if (overlap(a, b) && !contains(a, b) && !contains(b, a)) found.push(`frames ${a.id} and ${b.id} overlap`);
  }
  for (const line of lines) {
    for (const { name, area } of things) {
      if (name !== line.label && line.legs.some((leg) => overlap(area, leg)))
        found.push(`${line.name} runs through ${name}`);
    }
  }
  for (const [a, b] of pairs(lines)) {
    if (a.legs.some((one) => b.legs.some((other) => cross(one, other)))) found.push(`${a.name} crosses ${b.name}`);
    if (a.legs.some((one) => b.legs.some((other) => coincide(one, other)))) found.push(`${a.name} lies on ${b.name}`);
  }
  for (const layout of boxes.values())
    if (isTooWide(layout)) found.push(`the text of box ${layout.box.id} is wider than its card`);
  for (const { box, area } of boxes.values()) {
    for (const frame of frames) {
      if (overlap(area, frame) && !contains(frame, area)) found.push(`box ${box.id} sticks out of frame ${frame.id}`);
    }
  }
  return found;
}

function badgeArea(layout: BoxLayout): Rect {
  const { x, y } = badgeAt(layout);
  return { x: x - BADGE, y: y - BADGE, width: 2 * BADGE, height: 2 * BADGE };
}

/** Whether a card's text is wider than the card. */
function isTooWide(layout: BoxLayout): boolean {
  const { box, area } = layout;
  if (!('card' in box.place)) return false;
  const texts = [textWidth(box.name, TEXT, 'semibold'), ...box.detail.map((line) => textWidth(line, TEXT))];
  const end = box.step ? badgeArea(layout).x : area.x + area.width;
  return cardTextX(layout) + Math.max(...texts) > end - 3;
}

function pairs<T>(things: readonly T[]): [T, T][] {
  return things.flatMap((a, index) => things.slice(index + 1).map((b): [T, T] => [a, b]));
}
