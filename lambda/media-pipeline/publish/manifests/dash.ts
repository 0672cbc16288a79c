import type { Element } from '../../../shared/xml';

/** The seconds of a duration such as `PT1H2M3.4S`. Throws `SyntaxError`. */
export function parseDuration(duration: string): number {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration);
  if (!found) throw new SyntaxError(`'${duration}' is not an ISO 8601 duration`);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

export function childrenOf(element: Element, name: string): readonly Element[] {
  return element.children.filter((child) => child.name === name);
}

export function period(mpd: Element): Element {
  const [first] = childrenOf(mpd, 'Period');
  if (mpd.name !== 'MPD' || !first) throw new SyntaxError('not an MPD with a period');
  return first;
}

/** `video`, `audio`, `image` or `text`, from the content type or the MIME type of the set or of its representations. */
export function mediumOf(set: Element): string {
  const levels = [set, ...childrenOf(set, 'Representation')];
  const types = levels.flatMap(({ attributes: { contentType, mimeType } }) => contentType ?? mimeType ?? []);
  return types[0]?.split('/')[0] ?? '';
}

/** The element with a prefix before all references that are relative to the manifest's folder. */
export function moved(element: Element, prefix: string): Element {
  const move = (reference: string) => (/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(reference) ? reference : prefix + reference);
  const attributes = Object.entries(element.attributes).map(([name, value]) =>
    name === 'media' || name === 'initialization' || name === 'sourceURL' ? [name, move(value)] : [name, value],
  );
  // References below a relative BaseURL are relative to that.
  const base = childrenOf(element, 'BaseURL');
  const children = element.children.map((child) => {
    if (child.name === 'BaseURL') return { ...child, text: move(child.text) };
    return base.length > 0 ? child : moved(child, prefix);
  });
  return { ...element, attributes: Object.fromEntries(attributes), children };
}

export interface TimedSegment {
  readonly uri: string;
  readonly durationSeconds: number;
}

/** A representation's segments by its SegmentTemplate and SegmentTimeline. Throws `SyntaxError` if it has none. */
export function segmentsOf(set: Element, representation: Element): { init: string; segments: TimedSegment[] } {
  const templates = [representation, set].flatMap((level) => childrenOf(level, 'SegmentTemplate'));
  const attributes = Object.assign({}, ...templates.toReversed().map((template) => template.attributes));
  const [timeline] = templates.flatMap((template) => childrenOf(template, 'SegmentTimeline'));
  const { media, initialization, timescale = '1', startNumber = '1' } = attributes as Record<string, string>;
  if (!media || !initialization || !timeline) throw new SyntaxError('a representation has no segment timeline');
  const fill = (template: string, values: Readonly<Record<string, string | number>>) =>
    template.replace(/\$(\w+)(?:%0(\d+)d)?\$/g, (whole, name, width) =>
      name in values ? String(values[name]).padStart(Number(width ?? 0), '0') : whole,
    );
  const RepresentationID = representation.attributes.id ?? '';
  const Bandwidth = representation.attributes.bandwidth ?? '';
  const segments: TimedSegment[] = [];
  let time = 0;
  for (const { attributes: entry } of childrenOf(timeline, 'S')) {
    if (entry.t) time = Number(entry.t);
    // "Until the period ends" is for live streams.
    if (Number(entry.r ?? 0) < 0) throw new SyntaxError('a segment timeline has no end');
    for (let repeat = 0; repeat <= Number(entry.r ?? 0); repeat++) {
      const values = { RepresentationID, Bandwidth, Number: Number(startNumber) + segments.length, Time: time };
      segments.push({ uri: fill(media, values), durationSeconds: Number(entry.d) / Number(timescale) });
      time += Number(entry.d);
    }
  }
  return { init: fill(initialization, { RepresentationID, Bandwidth }), segments };
}

/** The seconds that an MPD subtracts from its segments' times (`presentationTimeOffset`), of the first set by medium. */
export function offsetsOf(mpd: Element): Readonly<Record<string, number>> {
  const sets = childrenOf(period(mpd), 'AdaptationSet').toReversed();
  return Object.fromEntries(
    sets.map((set) => {
      const levels = [...childrenOf(set, 'Representation').slice(0, 1), set];
      const templates = levels.flatMap((level) => childrenOf(level, 'SegmentTemplate'));
      const of = (name: string) => templates.flatMap(({ attributes }) => attributes[name] ?? [])[0];
      return [mediumOf(set), Number(of('presentationTimeOffset') ?? 0) / Number(of('timescale') ?? 1)];
    }),
  );
}
