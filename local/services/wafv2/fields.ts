import { onlyMember, type Properties, type WebRequest } from './model';

type Text = (text: string) => string;

/** Removes repeated slashes, and resolves `.` and `..`. */
function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split(/\/+/)) {
    if (part === '..' && parts.length > 1) parts.pop();
    else if (part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}

/** Decodes escapes; malformed ones stay as they are. */
const decodeUrl: Text = (text) =>
  text.replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html */
const transformations: Readonly<Record<string, Text>> = {
  NONE: (text) => text,
  LOWERCASE: (text) => text.toLowerCase(),
  COMPRESS_WHITE_SPACE: (text) => text.replaceAll(/[\f\t\n\r\v\u00a0]/g, ' ').replaceAll(/ {2,}/g, ' '),
  URL_DECODE: decodeUrl,
  NORMALIZE_PATH: normalizePath,
};

/** Applies the transformations in the order of their priorities. Throws for one that this runtime does not support. */
function transformed(list: readonly { readonly Priority: number; readonly Type: string }[]): Text {
  const steps = [...list]
    .sort((a, b) => a.Priority - b.Priority)
    .map(({ Type }) => {
      const step = transformations[Type];
      if (!step) throw new Error(`the text transformation ${Type} is not supported by this runtime`);
      return step;
    });
  return (text) => steps.reduce((value, step) => step(value), text);
}

type Read = (request: WebRequest) => string | undefined;

/** Reads a part of requests; `undefined` if a request does not have it. */
export function field(fieldToMatch: Properties, textTransformations: Properties[]): Read {
  const transform = transformed(textTransformations as never);
  const read = component(...onlyMember(fieldToMatch, 'field to match'));
  return (request) => {
    const value = read(request);
    return value === undefined ? undefined : transform(value);
  };
}

function component(name: string, properties: Properties): Read {
  if (name === 'UriPath') return ({ path }) => path;
  if (name === 'Method') return ({ method }) => method;
  if (name === 'SingleHeader') {
    const header = String(properties.Name).toLowerCase();
    return ({ headers }) => {
      const value = headers[header];
      return Array.isArray(value) ? value.join(',') : value;
    };
  }
  throw new Error(`the field to match ${name} is not supported by this runtime`);
}
