/** What this command reads of a DASH manifest. */
export interface Mpd {
  /** Of the adaptation sets: `video`, `audio`, `text`. */
  readonly contentTypes: readonly string[];
  readonly representations: number;
}

const comments = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>/g;
const tag = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;

/** Reads a manifest. Throws where tags are not closed in the order in which they were opened, or it is not an MPD. */
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
