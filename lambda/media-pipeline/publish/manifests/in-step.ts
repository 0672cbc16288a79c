import type { Reason } from '../../../shared/assets';
import { reasonOf } from '../../../shared/reasons';
import type { Element } from '../../../shared/xml';
import type { Begin, Encoding } from './renditions';

/**
 * The time by which sound may precede or follow the picture, in seconds: the limits of acceptability of Recommendation
 * ITU-R BT.1359-1, figure 2. Encoders that start a picture with B-frames two frames later stay within them.
 */
const tolerated = { early: 0.09, late: 0.185 };

/** The reason why a dub cannot be published; `undefined` if it starts with the film. */
export function outOfStep(film: Begin, dub: Begin): Reason | undefined {
  const lag = dub.shown - film.shown;
  if (lag <= tolerated.late && -lag <= tolerated.early) return undefined;
  const when = lag > 0 ? 'later' : 'earlier';
  return reasonOf(
    'DubOutOfStep',
    `The dub starts ${Math.abs(lag).toFixed(2)} s ${when} than the film, so it was left out. Please add the language again.`,
  );
}

/**
 * The dub with the film's `presentationTimeOffset`. HLS has no such offset, and a dub that starts with the film in HLS
 * must do so in the MPD, too.
 */
export function withOffsetOf(film: Begin, dub: Encoding): Encoding {
  if (dub.begin.offset === film.offset) return dub;
  return { ...dub, mpd: shifted(dub.mpd, film.offset), begin: { ...dub.begin, offset: film.offset } };
}

function shifted(element: Element, offset: number): Element {
  const children = element.children.map((child) => shifted(child, offset));
  if (element.name !== 'SegmentTemplate') return { ...element, children };
  const ticks = String(Math.round(offset * Number(element.attributes.timescale ?? 1)));
  return { ...element, children, attributes: { ...element.attributes, presentationTimeOffset: ticks } };
}
