/** An XML element of a manifest: children are in order, and there is no mixed content. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex || decimal) return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex ? 16 : 10));
    return entities[name] ?? whole;
  });
}

function encode(text: string): string {
  return text.replace(/[&<>"]/g, (character) => {
    const name = Object.keys(entities).find((entity) => entities[entity] === character);
    return `&${name};`;
  });
}

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/y;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Parses a document without DTD and CDATA, such as an MPD. Throws `SyntaxError` if it is not well-formed. */
export function parseXml(xml: string): Element {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  const close = (element: Open) => {
    open.pop();
    open.at(-1)?.children.push({ ...element, text: element.text.trim() });
  };
  const document = xml.replace(/^\uFEFF/, '');
  token.lastIndex = 0;
  while (token.lastIndex < document.length) {
    const at = token.lastIndex;
    const found = token.exec(document);
    const current = open.at(-1);
    if (!found || !current) throw new SyntaxError(`not well-formed XML at character ${at}`);
    const [, closing, opening, attributes = '', empty, text] = found;
    if (closing) {
      if (closing !== current.name) throw new SyntaxError(`</${closing}> closes <${current.name}> at character ${at}`);
      close(current);
    } else if (opening) {
      const values = [...attributes.matchAll(attribute)].map(([, name = '', double, single]) => [
        name,
        decode(double ?? single ?? ''),
      ]);
      const element: Open = { name: opening, attributes: Object.fromEntries(values), children: [], text: '' };
      open.push(element);
      if (empty) close(element);
    } else if (text) {
      current.text += decode(text);
    }
  }
  const [document0] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || !document0)
    throw new SyntaxError('the XML document is cut off');
  return document0;
}

export function printXml({ name, attributes, children, text }: Element, indent = ''): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${encode(value)}"`)].join(' ');
  if (children.length === 0 && text === '') return `${indent}<${start}/>\n`;
  if (children.length === 0) return `${indent}<${start}>${encode(text)}</${name}>\n`;
  const inner = children.map((child) => printXml(child, `${indent}  `)).join('');
  return `${indent}<${start}>\n${inner}${indent}</${name}>\n`;
}
