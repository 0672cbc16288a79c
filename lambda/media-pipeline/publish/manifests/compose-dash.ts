import { type Element, printXml } from '../../../shared/xml';
import { childrenOf, mediumOf, parseDuration, period } from './dash';
import { type AudioRendition, type CaptionRendition, type Encoding, languageName } from './renditions';

/**
 * The order of an AdaptationSet's children (ISO/IEC 23009-1, the schema's RepresentationBaseType and AdaptationSetType).
 * Elements of other namespaces are sorted to the asterisk.
 */
const order = [
  ...['FramePacking', 'AudioChannelConfiguration', 'ContentProtection', 'OutputProtection', 'EssentialProperty'],
  ...['SupplementalProperty', 'InbandEventStream', 'Switching', 'RandomAccess', 'GroupLabel', 'Label'],
  ...['ProducerReferenceTime', 'ContentPopularityRate', 'Resync', '*'],
  ...['Accessibility', 'Role', 'Rating', 'Viewpoint', 'ContentComponent', 'BaseURL', 'SegmentBase', 'SegmentList'],
  ...['SegmentTemplate', 'Representation'],
];

const place = ({ name }: Element) => order.indexOf(order.includes(name) ? name : '*');

function element(name: string, attributes: Record<string, string>, text = ''): Element {
  return { name, attributes, children: [], text };
}

function roleElement(value: string): Element {
  return element('Role', { schemeIdUri: 'urn:mpeg:dash:role:2011', value });
}

function captionSet({ language, kind, fileUri, bandwidth }: CaptionRendition): Element {
  const representation = element('Representation', { id: '', bandwidth: String(bandwidth) });
  return {
    ...element('AdaptationSet', {
      contentType: 'text',
      mimeType: 'text/vtt',
      ...(language !== 'und' && { lang: language }),
    }),
    children: [
      element('Label', {}, languageName(language)),
      roleElement(kind === 'original' ? 'caption' : 'subtitle'),
      { ...representation, children: [element('BaseURL', {}, fileUri)] },
    ],
  };
}

/** The set with the language, the label and the role of its audio. */
function annotated(set: Element, audio: AudioRendition | undefined): Element {
  if (!audio) return set;
  const { lang: _, ...attributes } = set.attributes;
  const kept = set.children.filter(({ name }) => name !== 'Label' && name !== 'Role');
  const role = audio.kind === 'original' ? 'main' : 'dub';
  return {
    ...set,
    attributes: audio.language === 'und' ? attributes : { ...attributes, lang: audio.language },
    children: [...kept, element('Label', {}, languageName(audio.language)), roleElement(role)].toSorted(
      (a, b) => place(a) - place(b),
    ),
  };
}

/** Replaces `$RepresentationID$` in templates by the id, since ids change when MPDs are joined. */
function withoutId(node: Element, id: string): Element {
  const attributes = Object.entries(node.attributes).map(([name, value]) => [
    name,
    name === 'media' || name === 'initialization' ? value.replaceAll('$RepresentationID$', id) : value,
  ]);
  return { ...node, attributes: Object.fromEntries(attributes), children: node.children.map((n) => withoutId(n, id)) };
}

/** The sets with new ids: ids must be unique in a period, and each job counts from one. */
function renumbered(sets: readonly Element[]): Element[] {
  let representations = 0;
  return sets.map((set, index) => {
    const children = set.children.map((child) => {
      if (child.name !== 'Representation') return child;
      representations += 1;
      const { attributes, ...rest } = withoutId(child, child.attributes.id ?? '');
      return { ...rest, attributes: { ...attributes, id: String(representations) } };
    });
    return { ...set, attributes: { ...set.attributes, id: String(index + 1) }, children };
  });
}

/** The MPD of everything that exists of a film: one period, and the adaptation sets of all jobs and captions in it. */
export function composeDash(
  encodings: readonly [Encoding, ...Encoding[]],
  captions: readonly CaptionRendition[] = [],
): string {
  const sets = encodings.flatMap(({ mpd, audio }) => {
    const left = [...audio];
    return childrenOf(period(mpd), 'AdaptationSet').map((set) =>
      annotated(set, mediumOf(set) === 'audio' ? left.shift() : undefined),
    );
  });
  const [{ mpd: first }] = encodings;
  const others = period(first).children.filter(({ name }) => name !== 'AdaptationSet');
  const joined: Element = {
    ...period(first),
    children: [...others, ...renumbered([...sets, ...captions.map(captionSet)])],
  };
  const namespaces = encodings.flatMap(({ mpd }) =>
    Object.entries(mpd.attributes).filter(([name]) => name.startsWith('xmlns')),
  );
  const longest = encodings
    .map(({ mpd }) => mpd.attributes.mediaPresentationDuration)
    .filter((duration) => duration !== undefined)
    .toSorted((a, b) => parseDuration(b) - parseDuration(a))[0];
  const root: Element = {
    ...first,
    attributes: {
      ...Object.fromEntries(namespaces),
      ...first.attributes,
      // The renditions keep to their peak over a buffer of two seconds; see HrdBufferSize in encode/job-settings.ts.
      minBufferTime: 'PT2S',
      ...(longest && { mediaPresentationDuration: longest }),
    },
    children: first.children.map((child) => (child.name === 'Period' ? joined : child)),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${printXml(root)}`;
}
