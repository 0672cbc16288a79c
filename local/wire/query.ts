import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from '../kernel/service';
import type { Protocol, Target, WireResponse } from './protocol';
import { requireMembers } from './require';
import type { ServiceShape } from './schema';
import { escapeXml } from './xml';

interface Tree {
  [key: string]: Tree | string;
}

/** `A.member.1.B=x` → `{A: {member: {1: {B: 'x'}}}}` */
function parameterTree(parameters: URLSearchParams): Tree {
  const root: Tree = Object.create(null);
  for (const [name, value] of parameters) {
    const steps = name.split('.');
    const last = steps.pop() as string;
    let node = root;
    for (const step of steps) {
      if (typeof node[step] !== 'object') node[step] = Object.create(null) as Tree;
      node = node[step] as Tree;
    }
    node[last] = value;
  }
  return root;
}

function numbered(node: Tree): (Tree | string)[] {
  return Object.keys(node)
    .filter((key) => /^\d+$/.test(key))
    .sort((a, b) => Number(a) - Number(b))
    .map((key) => node[key] as Tree | string);
}

const malformed = (text: string) => new ServiceError('MalformedInput', `'${text}' is not a valid value`);

function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw malformed(text);
  return value;
}

function dateOf(text: string): Date {
  const value = new Date(/^[\d.]+$/.test(text) ? Number(text) * 1000 : text);
  if (Number.isNaN(value.getTime())) throw malformed(text);
  return value;
}

const nameOf = (schema: NormalizedSchema, otherwise: string) =>
  (schema.getMergedTraits() as { xmlName?: string }).xmlName ?? otherwise;

function read(schema: NormalizedSchema, node: Tree | string | undefined): unknown {
  if (node === undefined) return undefined;
  const traits = schema.getMergedTraits() as { xmlFlattened?: number };
  if (typeof node === 'string') {
    if (schema.isListSchema()) return [];
    if (schema.isBooleanSchema()) return node === 'true';
    if (schema.isNumericSchema()) return numberOf(node);
    if (schema.isBlobSchema()) return Buffer.from(node, 'base64');
    if (schema.isTimestampSchema()) return dateOf(node);
    return node;
  }
  if (schema.isListSchema()) {
    const items = traits.xmlFlattened ? node : ((node[nameOf(schema.getValueSchema(), 'member')] ?? node) as Tree);
    return numbered(items).map((item) => read(schema.getValueSchema(), item));
  }
  if (schema.isMapSchema()) {
    const entries = numbered(traits.xmlFlattened ? node : ((node.entry ?? node) as Tree)) as Tree[];
    const keyName = nameOf(schema.getKeySchema(), 'key');
    const valueName = nameOf(schema.getValueSchema(), 'value');
    return Object.fromEntries(
      entries.map((entry) => [String(entry[keyName]), read(schema.getValueSchema(), entry[valueName])]),
    );
  }
  const value: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const parsed = read(member, node[nameOf(member, name)]);
    if (parsed !== undefined) value[name] = parsed;
  }
  return value;
}

function write(schema: NormalizedSchema, name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  const wrap = (inner: string) => `<${name}>${inner}</${name}>`;
  const flat = (schema.getMergedTraits() as { xmlFlattened?: number }).xmlFlattened;
  if (schema.isListSchema()) {
    const element = flat ? name : nameOf(schema.getValueSchema(), 'member');
    const items = (value as unknown[]).map((item) => write(schema.getValueSchema(), element, item));
    return flat ? items.join('') : wrap(items.join(''));
  }
  if (schema.isMapSchema()) {
    const element = flat ? name : 'entry';
    const keyName = nameOf(schema.getKeySchema(), 'key');
    const valueName = nameOf(schema.getValueSchema(), 'value');
    const entries = Object.entries(value as object).map(([key, item]) => {
      const inner = `<${keyName}>${escapeXml(key)}</${keyName}>${write(schema.getValueSchema(), valueName, item)}`;
      return `<${element}>${inner}</${element}>`;
    });
    return flat ? entries.join('') : wrap(entries.join(''));
  }
  if (schema.isStructSchema()) {
    const record = value as Record<string, unknown>;
    return wrap(
      [...schema.structIterator()].map(([key, member]) => write(member, nameOf(member, key), record[key])).join(''),
    );
  }
  if (value instanceof Date) return wrap(value.toISOString());
  if (value instanceof Uint8Array) return wrap(Buffer.from(value).toString('base64'));
  return wrap(escapeXml(String(value)));
}

/** AWS Query: a form in, XML out. The SDK's codec only writes such forms and reads such XML; this is its reverse. */
export function query({ operations, errors, protocol }: ServiceShape): Protocol {
  const namespace = protocol.options.xmlNamespace ?? '';
  const headers = { 'content-type': 'text/xml' };
  const form = async (body: () => Promise<Uint8Array>, url: Target) => {
    const text = Buffer.from(await body()).toString();
    return text ? new URLSearchParams(text) : url.searchParams;
  };
  return {
    async operation(request, body) {
      const action = (await form(body, request.url)).get('Action') ?? '';
      return operations.has(action) ? action : undefined;
    },
    async input(operation, request, body) {
      const shape = operations.get(operation) as NonNullable<ReturnType<typeof operations.get>>;
      const input = read(shape.input, parameterTree(await form(body, request.url)));
      return requireMembers(shape, (input ?? {}) as Record<string, unknown>);
    },
    output(operation, output, requestId): WireResponse {
      const shape = operations.get(operation) as NonNullable<ReturnType<typeof operations.get>>;
      const result = shape.output.isStructSchema() ? write(shape.output, `${operation}Result`, output) : '';
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      const body = `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>`;
      return { status: 200, headers, body };
    },
    // Source: AWS re:Post knowledge center, "InvalidClientTokenId" errors.
    unknownKey: () =>
      new ServiceError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
    error(error, requestId): WireResponse {
      const shape = errors.get(error.name);
      const code = escapeXml(shape?.code ?? error.name);
      const status = shape?.status ?? error.status;
      const fault = status < 500 ? 'Sender' : 'Receiver';
      const inner = `<Type>${fault}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message>`;
      return {
        status,
        headers,
        body: `<ErrorResponse xmlns="${namespace}"><Error>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
    },
  };
}
