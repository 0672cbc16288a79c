import { ServiceError } from '../kernel/service';
import type { Protocol, WireResponse } from './protocol';
import { requireMembers } from './require';
import { encode, type ServiceShape } from './schema';

/** AWS JSON 1.0 and 1.1: one path, the operation in `X-Amz-Target`, structures as JSON. */
export function jsonRpc({ operations, errors, protocol }: ServiceShape): Protocol {
  const codec = protocol.getPayloadCodec();
  const version = protocol.getShapeId().endsWith('1_0') ? '1.0' : '1.1';
  const headers = (requestId: string) => ({
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
  });
  const shapeOf = (operation: string) => operations.get(operation) as NonNullable<ReturnType<typeof operations.get>>;

  return {
    target: protocol.serviceTarget,

    operation(request) {
      const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
      return target && operations.has(target) ? target : undefined;
    },

    async input(operation, _request, body) {
      const shape = shapeOf(operation);
      const bytes = await body();
      try {
        const input = bytes.length ? await codec.createDeserializer().read(shape.input, bytes) : {};
        return requireMembers(shape, (input ?? {}) as Record<string, unknown>);
      } catch (error) {
        if (error instanceof ServiceError) throw error;
        throw new ServiceError('SerializationException', (error as Error).message);
      }
    },

    output(operation, output, requestId): WireResponse {
      const shape = shapeOf(operation);
      if (!shape.output.isStructSchema()) return { status: 200, headers: headers(requestId), body: '{}' };
      return { status: 200, headers: headers(requestId), body: encode(codec, shape.output, output) };
    },

    error(error, requestId): WireResponse {
      const shape = errors.get(error.name);
      const queryError: Record<string, string> =
        shape && shape.code !== error.name ? { 'x-amzn-query-error': `${shape.code};Sender` } : {};
      const body: Record<string, unknown> = { __type: error.name, message: error.message };
      if (shape) {
        const members = encode(codec, shape.schema, { ...error.members, message: error.message });
        Object.assign(body, JSON.parse(members.toString()));
      }
      return {
        status: shape?.status ?? error.status,
        headers: { ...headers(requestId), ...queryError },
        body: JSON.stringify(body),
      };
    },
  };
}
