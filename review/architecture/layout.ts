import { type Point, type Rect, textWidth } from '../svg';
import type { Arrow, Box, End, Frame, Place } from './model';

/** The smallest text of the picture, in user units: 6.6 points when the picture is as wide as an A4 page. */
export const TEXT = 13;
export const LEADING = 16;
const CARD_HEIGHT = 44;
export const CARD_ICON = 32;
export const ICON = 48;

/** All elements with their positions, computed from the data. */
export interface Layout {
  readonly frames: readonly Frame[];
  readonly boxes: ReadonlyMap<string, BoxLayout>;
  readonly arrows: readonly { readonly arrow: Arrow; readonly points: readonly Point[]; readonly label?: Rect }[];
}

export interface BoxLayout {
  readonly box: Box;
  /** The whole area of the box: icon and text, or the card. */
  readonly area: Rect;
  /** The area of the icon, where arrows from left, right and above end. */
  readonly icon: Rect;
  /** The drawn areas: the card, or icon and text. Arrows may use the space beside an icon and above a text. */
  readonly parts: readonly Rect[];
}

export function layOut(boxes: readonly Box[], frames: readonly Frame[], arrows: readonly Arrow[]): Layout {
  const placed = new Map(boxes.map((box) => [box.id, placeBox(box)]));
  const end = (at: End) => {
    const frame = frames.find(({ id }) => id === at.of);
    const box = placed.get(at.of);
    if (!frame && !box) throw new Error(`An arrow ends at ${at.of}, which is neither a box nor a frame`);
    return pointOf(at, frame ?? (box as BoxLayout));
  };
  return {
    frames,
    boxes: placed,
    arrows: arrows.map((arrow) => ({
      arrow,
      points: route(end(arrow.from), end(arrow.to), arrow),
      label: arrow.label && labelArea(arrow.label.text, arrow.label),
    })),
  };
}

function placeBox(box: Box): BoxLayout {
  if ('card' in box.place) {
    const { x, y, width } = box.place.card;
    const area = { x, y: y - CARD_HEIGHT / 2, width, height: CARD_HEIGHT };
    return { box, area, parts: [area], icon: { x: x + 8, y: y - CARD_ICON / 2, width: CARD_ICON, height: CARD_ICON } };
  }
  const { x, y } = (box.place as Extract<Place, { icon: unknown }>).icon;
  const icon = { x: x - ICON / 2, y: y - ICON / 2, width: ICON, height: ICON };
  const widths = [textWidth(box.name, TEXT, 'semibold'), ...box.detail.map((line) => textWidth(line, TEXT))];
  const width = Math.max(ICON, ...widths);
  const height = ICON + 4 + LEADING * (1 + box.detail.length);
  const area = { x: x - width / 2, y: icon.y, width, height };
  return { box, icon, area, parts: [icon, { ...area, y: icon.y + ICON, height: height - ICON }] };
}

function pointOf({ side, along = 0 }: End, target: Frame | BoxLayout): Point {
  const isBox = 'box' in target;
  const area = isBox ? target.area : target;
  const inner = isBox && 'icon' in target.box.place ? target.icon : area;
  const middle = { x: inner.x + inner.width / 2 + along, y: inner.y + inner.height / 2 + along };
  if (side === 'left') return { x: inner.x, y: middle.y };
  if (side === 'right') return { x: inner.x + inner.width, y: middle.y };
  if (side === 'top') return { x: middle.x, y: inner.y };
  return { x: middle.x, y: area.y + area.height };
}

/** The points of an arrow. Its end determines the last bends. */
function route(from: Point, to: Point, { bends = [], from: { side }, to: { side: end } }: Arrow): Point[] {
  let horizontal = side === 'left' || side === 'right';
  const endsHorizontal = end === 'left' || end === 'right';
  const points = [from];
  let at = from;
  const go = (value: number) => {
    at = horizontal ? { x: value, y: at.y } : { x: at.x, y: value };
    points.push(at);
    horizontal = !horizontal;
  };
  for (const bend of bends) go(bend);
  if (horizontal !== endsHorizontal) go(horizontal ? to.x : to.y);
  const straight = horizontal ? at.y === to.y : at.x === to.x;
  if (!straight) throw new Error(`The arrow does not reach its end: (${at.x}, ${at.y}) to (${to.x}, ${to.y})`);
  points.push(to);
  return points;
}

/** The area of a line of text whose middle is at x and whose baseline is at y. */
function labelArea(text: string, { x, y }: Point): Rect {
  const width = textWidth(text, TEXT) + 6;
  return { x: x - width / 2, y: y - TEXT + 1, width, height: TEXT + 3 };
}

/** The area of a frame's title. Those of the cloud and of regions are beside an icon. */
export function titleArea({ title, kind, x, y }: Frame): Rect {
  const indent = kind === 'cloud' || kind === 'region' ? 32 : 8;
  return { x: x + indent, y: y + 5, width: textWidth(title, TEXT, 'semibold'), height: TEXT + 3 };
}

/** The radius of a step's number. */
export const BADGE = 11;

/** The middle of a box's number: at the right of a card, at the upper left corner of an icon. */
export function badgeAt({ box, area, icon }: BoxLayout): Point {
  if ('card' in box.place) return { x: area.x + area.width - BADGE - 6, y: area.y + area.height / 2 };
  return { x: icon.x - 1, y: icon.y - 1 };
}

/** The left edge of a card's text. */
export function cardTextX({ area }: BoxLayout): number {
  return area.x + 8 + CARD_ICON + 8;
}
