export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)|</g;
const attribute = /\s+([^\s=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gy;
const nameForm = /^[\p{L}_][\p{L}\p{N}_.:-]*$/u;

/** Undoes references. Throws for a bare ampersand and for characters that XML does not have. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that XML forbids
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) throw new Error('forbidden character');
  return text.replace(/&(?:#x([0-9a-f]+);|#([0-9]+);|(\w+);)?/gi, (whole, hex, decimal, name) => {
    if (name && Object.hasOwn(named, name)) return named[name] as string;
    if (hex || decimal) return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex ? 16 : 10));
    throw new Error(`no such reference: ${whole}`);
  });
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  attribute.lastIndex = 0;
  let end = 0;
  for (let found = attribute.exec(text); found; found = attribute.exec(text)) {
    const [, name = '', double, single] = found;
    if (!nameForm.test(name) || Object.hasOwn(attributes, name)) throw new Error(`attribute ${name}`);
    attributes[name] = plain(double ?? single ?? '');
    end = attribute.lastIndex;
  }
  if (text.slice(end).trim() !== '') throw new Error('attributes are not well-formed');
  return attributes;
}

/** A well-formed XML document without a document type, which SSML has no need of. Throws an Error otherwise. */
export function parseXml(text: string): Element {
  interface Open extends Element {
    readonly children: (Element | string)[];
  }
  const root: Open = { name: '', attributes: {}, children: [] };
  const open: Open[] = [root];
  for (const [whole, data, closing, name, rest = '', empty, characters] of text.matchAll(token)) {
    const parent = open.at(-1) as Open;
    if (characters !== undefined || data !== undefined) {
      const content = data ?? plain(characters as string);
      if (parent === root && content.trim() !== '') throw new Error('text outside of the root element');
      parent.children.push(content);
    } else if (closing) {
      if (parent === root || parent.name !== name || rest.trim() !== '') throw new Error(`unexpected </${name}>`);
      open.pop();
    } else if (name !== undefined) {
      if (!nameForm.test(name)) throw new Error(`<${name}> is not an element`);
      const element: Open = { name, attributes: attributesOf(rest), children: [] };
      parent.children.push(element);
      if (!empty) open.push(element);
    } else if (whole === '<') throw new Error('unexpected <');
  }
  const elements = root.children.filter((child): child is Element => typeof child !== 'string');
  if (open.length > 1 || elements.length !== 1) throw new Error('not one root element');
  return elements[0] as Element;
}
