import { type Element, parseXml, printXml } from '../shared/xml';

/** The place of a manifest, and the signature for the files that it names. */
export interface Place {
  /** Path of the session's asset: `/v/{sessionId}/{assetId}`. */
  readonly root: string;
  /** The manifest's path below that: `/manifests/1/index.m3u8`. */
  readonly path: string;
  /** `Policy=…&Signature=…&Key-Pair-Id=…` */
  readonly query: string;
}

/**
 * Adds the signature to a reference. References to playlists lead to signed manifests again, and all others to files that
 * sessions share. Foreign references (`data:`, `skd:`, another host) are not signed.
 */
function signed(reference: string, { root, path, query }: Place): string {
  if (/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(reference)) return reference;
  const target = resolved(path, reference);
  const tree = /\.(?:m3u8|mpd)$/.test(target) ? '/signed' : '';
  return `${root}${tree}${target}?${query}`;
}

/** Resolves a path without `URL`: templates of MPDs contain `$Number%05d$`, which is not an escape sequence. */
function resolved(path: string, reference: string): string {
  const steps = path.split('/').slice(0, -1);
  for (const step of reference.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** Every URI of an HLS playlist: its lines, and the `URI` attributes of its tags (RFC 8216, section 4.1). */
export function signHls(playlist: string, place: Place): string {
  return playlist
    .split('\n')
    .map((line) => {
      const text = line.trimEnd();
      if (text === '') return text;
      if (!text.startsWith('#')) return signed(text, place);
      return text.startsWith('#EXT')
        ? text.replace(/([:,]URI=")([^"]*)"/g, (_, start, uri) => `${start}${signed(uri, place)}"`)
        : text;
    })
    .join('\n');
}

/** Attributes that hold addresses or templates of them (ISO/IEC 23009-1, 5.3.9). */
const references = new Set(['media', 'initialization', 'sourceURL', 'index', 'bitstreamSwitching']);
const holders = new Set([
  'SegmentTemplate',
  'SegmentURL',
  'Initialization',
  'RepresentationIndex',
  'BitstreamSwitching',
  'SegmentList',
  'SegmentBase',
]);

/**
 * Every address and template of an MPD. Each contains the signature, since resolving a relative reference drops the query
 * of a BaseURL (RFC 3986, section 5.2.2).
 */
export function signDash(mpd: string, place: Place): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${printXml(signElement(parseXml(mpd), place))}`;
}

function signElement(element: Element, place: Place): Element {
  const [base] = element.children.filter(({ name }) => name === 'BaseURL');
  // A BaseURL that is a folder is dropped, since the addresses below it become absolute paths.
  const isFolder = base?.text.endsWith('/') === true;
  const below = isFolder ? { ...place, path: resolved(place.path, base.text) } : place;
  const attributes = Object.entries(element.attributes).map(([name, value]) => [
    name,
    holders.has(element.name) && references.has(name) ? signed(value, below) : value,
  ]);
  const children = element.children
    .filter(({ name }) => !(isFolder && name === 'BaseURL'))
    .map((child) =>
      child.name === 'BaseURL' ? { ...child, text: signed(child.text, place) } : signElement(child, below),
    );
  return { ...element, attributes: Object.fromEntries(attributes), children };
}
