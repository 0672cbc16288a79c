import { Readable } from 'node:stream';
import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from '../kernel/service';
import type { Protocol, WireRequest, WireResponse } from './protocol';
import { requireMembers } from './require';
import { type HttpBinding, restRoutes } from './rest-routes';
import { encode, type OperationShape, type ServiceShape } from './schema';
import { escapeXml } from './xml';

type Values = Record<string, unknown>;

const bindingOf = (member: NormalizedSchema) => member.getMergedTraits() as HttpBinding;

/** Members that travel in the body because nothing binds them elsewhere. */
function bodyMembers(schema: NormalizedSchema): string[] {
  return [...schema.structIterator()]
    .filter(([, member]) => {
      const { httpHeader, httpQuery, httpLabel, httpPrefixHeaders, httpQueryParams, httpResponseCode } =
        bindingOf(member);
      return ![httpHeader, httpQuery, httpLabel, httpPrefixHeaders, httpQueryParams, httpResponseCode].some(
        (binding) => binding !== undefined,
      );
    })
    .map(([name]) => name);
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.");
  }
};

/** Source: S3 API reference, "Error responses". */
const unknownS3Key = (AWSAccessKeyId: string) =>
  new ServiceError('InvalidAccessKeyId', 'The AWS access key ID you provided does not exist in our records.', 403, {
    AWSAccessKeyId,
  });

const unknownKey = () =>
  new ServiceError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);

/**
 * AWS REST-JSON and REST-XML: operation by method and path, members bound to path, query, headers and body. In XML, errors
 * of S3 have no `ErrorResponse` around them.
 */
export function rest(shape: ServiceShape, format: 'json' | 'xml', isS3 = false): Protocol {
  const codec = shape.protocol.getPayloadCodec();
  const settings = {
    httpBindings: true,
    timestampFormat: { useTrait: true, default: format === 'xml' ? 5 : 7 },
  } as const;
  const fromString = new FromStringShapeDeserializer(settings as never);
  const toText = (schema: NormalizedSchema, value: unknown) => {
    const serializer = new ToStringShapeSerializer(settings as never);
    serializer.write(schema as never, value);
    return serializer.flush() as string;
  };
  const routes = restRoutes(shape, format === 'xml');
  const shapeOf = (name: string) => shape.operations.get(name) as OperationShape;
  const requestIdHeader = format === 'xml' ? 'x-amz-request-id' : 'x-amzn-requestid';

  /** Text of a path, query or header as its member's type. */
  function readText(schema: NormalizedSchema, name: string, text: string): unknown {
    let value: unknown;
    try {
      value = fromString.read(schema as never, text);
    } catch {
      value = Number.NaN;
    }
    if (!Number.isNaN(value instanceof Date ? value.getTime() : value)) return value;
    const error = format === 'xml' ? 'InvalidArgument' : 'SerializationException';
    throw new ServiceError(error, `'${text}' is not a valid value of ${name}`);
  }

  /** Everything that the request's line and headers say. */
  function readBindings(operation: OperationShape, request: WireRequest): Values {
    const input: Values = {};
    const labels = routes.labels(operation.name, request);
    const { searchParams } = request.url;
    for (const [name, member] of operation.input.structIterator()) {
      const binding = bindingOf(member);
      let text: string | string[] | undefined | null;
      if (binding.httpLabel !== undefined || labels[name] !== undefined) text = labels[name] && decode(labels[name]);
      else if (binding.httpQuery !== undefined) {
        if (member.isListSchema()) {
          const items = searchParams.getAll(binding.httpQuery);
          if (items.length) input[name] = items.map((item) => readText(member.getValueSchema(), name, item));
          continue;
        }
        text = searchParams.get(binding.httpQuery);
      } else if (binding.httpHeader !== undefined) text = request.headers[binding.httpHeader.toLowerCase()] as string;
      else if (binding.httpPrefixHeaders !== undefined) {
        const prefix = binding.httpPrefixHeaders.toLowerCase();
        const entries = Object.entries(request.headers).filter(([header]) => header.startsWith(prefix));
        if (entries.length) input[name] = Object.fromEntries(entries.map(([key, v]) => [key.slice(prefix.length), v]));
        continue;
      }
      if (text !== undefined && text !== null && text !== '') input[name] = readText(member, name, text as string);
    }
    return input;
  }

  return {
    operation: (request) => routes.find(request),

    async input(name, request, body) {
      const operation = shapeOf(name);
      if (!operation.input.isStructSchema()) return {};
      const input = readBindings(operation, request);
      const payload = [...operation.input.structIterator()].find(([, member]) => bindingOf(member).httpPayload);
      if (payload) {
        const [member, schema] = payload;
        if (schema.isStreaming()) input[member] = request.body;
        else {
          const bytes = await body();
          if (bytes.length) input[member] = await readBody(schema, bytes);
        }
      } else if (bodyMembers(operation.input).length) {
        const bytes = await body();
        if (bytes.length) Object.assign(input, await readBody(operation.input, bytes));
      }
      return requireMembers(operation, input);
    },

    output(name, output, requestId): WireResponse {
      const operation = shapeOf(name);
      const headers: Record<string, string> = { [requestIdHeader]: requestId };
      let status = operation.http?.[2] ?? 200;
      if (!operation.output.isStructSchema()) return { status, headers, body: '' };
      for (const [key, member] of operation.output.structIterator()) {
        const value = output[key];
        const binding = bindingOf(member);
        if (value === undefined || value === null) continue;
        if (binding.httpHeader !== undefined) headers[binding.httpHeader.toLowerCase()] = toText(member, value);
        else if (binding.httpResponseCode !== undefined) status = Number(value);
        else if (binding.httpPrefixHeaders !== undefined) {
          for (const [suffix, item] of Object.entries(value as object)) {
            headers[`${binding.httpPrefixHeaders}${suffix}`.toLowerCase()] = String(item);
          }
        }
      }
      // No model binds it, but a part of an object is answered as one.
      if (headers['content-range'] && status === 200) status = 206;
      return { status, ...writeBody(operation, output, headers) };
    },

    ...(format === 'xml' && { unknownKey: isS3 ? unknownS3Key : unknownKey }),

    error(error, requestId): WireResponse {
      const known = shape.errors.get(error.name);
      const status = known && error.status === 400 ? known.status : error.status;
      const headers: Record<string, string> = { [requestIdHeader]: requestId };
      for (const [member, value] of Object.entries(error.members)) {
        const binding = known && [...known.schema.structIterator()].find(([name]) => name === member)?.[1];
        const header = binding && bindingOf(binding).httpHeader;
        if (header) headers[header.toLowerCase()] = String(value);
      }
      if (status === 304) return { status, headers, body: '' };
      if (format === 'json') {
        headers['content-type'] = 'application/json';
        headers['x-amzn-errortype'] = error.name;
        return { status, headers, body: JSON.stringify({ message: error.message, ...error.members }) };
      }
      headers['content-type'] = 'application/xml';
      const members = Object.entries({ ...error.members, RequestId: requestId })
        .map(([key, value]) => `<${key}>${escapeXml(String(value))}</${key}>`)
        .join('');
      const code = `<Code>${escapeXml(error.name)}</Code><Message>${escapeXml(error.message)}</Message>`;
      const content = isS3
        ? `<Error>${code}${members}</Error>`
        : `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>${code}</Error>${members}</ErrorResponse>`;
      return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${content}` };
    },
  };

  async function readBody(schema: NormalizedSchema, bytes: Uint8Array): Promise<unknown> {
    if (schema.isBlobSchema()) return bytes;
    if (schema.isStringSchema()) return Buffer.from(bytes).toString();
    try {
      return await codec.createDeserializer().read(schema, bytes);
    } catch (error) {
      const name = format === 'xml' ? 'MalformedXML' : 'SerializationException';
      throw new ServiceError(name, `The body could not be read: ${(error as Error).message}`);
    }
  }

  function writeBody(
    operation: OperationShape,
    output: Values,
    headers: Record<string, string>,
  ): Omit<WireResponse, 'status'> {
    const contentType = format === 'json' ? 'application/json' : 'application/xml';
    const payload = [...operation.output.structIterator()].find(([, member]) => bindingOf(member).httpPayload);
    if (payload) {
      const [name, schema] = payload;
      const value = output[name];
      if (value === undefined || value === null) return { headers, body: '' };
      if (schema.isBlobSchema() || schema.isStringSchema()) {
        return { headers, body: value instanceof Readable ? value : (value as string | Uint8Array) };
      }
      return { headers: { 'content-type': contentType, ...headers }, body: serialize(schema, value as Values) };
    }
    const members = bodyMembers(operation.output);
    if (!members.length) return { headers, body: '' };
    const body = Object.fromEntries(members.filter((name) => output[name] != null).map((name) => [name, output[name]]));
    return { headers: { 'content-type': contentType, ...headers }, body: serialize(operation.output, body) };
  }

  function serialize(schema: NormalizedSchema, value: Values): string {
    const text = encode(codec, schema, value).toString();
    return format === 'xml' ? `<?xml version="1.0" encoding="UTF-8"?>\n${text}` : text;
  }
}
