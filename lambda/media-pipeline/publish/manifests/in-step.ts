import type { Reason } from '../../../shared/assets';
import type { Element } from '../../../shared/xml';
import type { Begin, Encoding } from './renditions';

/**
 * How much earlier and later than the picture sound may be heard, in seconds: what viewers accept
 * (Recommendation ITU-R BT.1359-1, figure 2). An encoder that lets a picture with B-frames begin two frames later stays
 * within it.
 */
const tolerated = { early: 0.09, late: 0.185 };

/** Why a dub would be heard at another time than it is meant for; nothing where it is in step with the film. */
export function outOfStep(film: Begin, dub: Begin): Reason | undefined {
  const lag = dub.shown - film.shown;
  if (lag <= tolerated.late && -lag <= tolerated.early) return undefined;
  const when = lag > 0 ? 'later' : 'earlier';
  return {
    code: 'DubOutOfStep',
    message: `The spoken track would be heard ${Math.abs(lag).toFixed(2)} s ${when} than the film shows it, so it was left out. Please add the language again.`,
  };
}

/**
 * The dub with the film's `presentationTimeOffset`: HLS knows none, and a dub that is in step there must be in step in
 * the MPD, too.
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
