/** The parts of a DASH manifest that the smoke test checks. */
export interface Mpd {
  /** The content type of each adaptation set: `video`, `audio`, `text`. */
  readonly contentTypes: readonly string[];
  readonly representations: number;
}

const comments = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>/g;
const tag = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;

/** Reads a manifest. Throws if it is not an MPD, or if tags are not closed in the reverse order of their opening. */
export function readMpd(text: string): Mpd {
  const open: string[] = [];
  const tags: { readonly name: string; readonly attributes: string }[] = [];
  for (const [, slash, name = '', attributes = '', alone] of text.replace(comments, '').matchAll(tag)) {
    if (slash) {
      if (open.pop() !== name) throw new Error(`the MPD closes <${name}> where it is not open`);
      continue;
    }
    tags.push({ name, attributes });
    if (!alone) open.push(name);
  }
  if (open.length > 0) throw new Error(`the MPD does not close <${open.join('><')}>`);
  if (tags[0]?.name !== 'MPD') throw new Error('the DASH manifest is not an MPD');
  const typeOf = (attributes: string) => /\scontentType="([^"]*)"/.exec(attributes)?.[1] ?? 'other';
  return {
    contentTypes: tags.filter(({ name }) => name === 'AdaptationSet').map(({ attributes }) => typeOf(attributes)),
    representations: tags.filter(({ name }) => name === 'Representation').length,
  };
}
