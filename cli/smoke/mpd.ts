/** What this command reads of a DASH manifest. */
export interface Mpd {
  /** Of the adaptation sets with sound, picture and text. */
  readonly contentTypes: readonly string[];
  readonly representations: number;
  /** In the unit of each timescale; 0 where it is not stated. */
  readonly presentationTimeOffsets: readonly number[];
}

/** Reads a manifest. Throws where tags are not closed in the order in which they are opened, or it is no MPD. */
export function readMpd(text: string): Mpd {
  const open: string[] = [];
  const tags: { readonly name: string; readonly attributes: string }[] = [];
  const markup = text.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  for (const [, slash, name = '', attributes = '', alone] of markup.matchAll(
    /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g,
  )) {
    if (slash) {
      if (open.pop() !== name) throw new Error(`the MPD closes <${name}> where it is not open`);
      continue;
    }
    tags.push({ name, attributes });
    if (!alone) open.push(name);
  }
  if (open.length > 0) throw new Error(`the MPD does not close <${open.join('><')}>`);
  if (tags[0]?.name !== 'MPD') throw new Error('it is no MPD');
  const value = (attributes: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
  const sets = tags.filter(({ name }) => name === 'AdaptationSet');
  const offsets = tags.filter(({ name }) => name === 'SegmentTemplate');
  return {
    contentTypes: sets.map(
      ({ attributes }) => value(attributes, 'contentType') ?? value(attributes, 'mimeType') ?? '?',
    ),
    representations: tags.filter(({ name }) => name === 'Representation').length,
    presentationTimeOffsets: offsets.map(({ attributes }) => Number(value(attributes, 'presentationTimeOffset') ?? 0)),
  };
}
