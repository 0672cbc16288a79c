import type { Api } from '../kernel/service';
import { jsonRpc } from './json-rpc';
import type { Protocol } from './protocol';
import { query } from './query';
import { rest } from './rest';
import { describeService } from './schema';

/** Chooses the protocol that the service's own client speaks. */
export function protocolOf(service: Api): Protocol {
  const shape = describeService(service);
  const id = shape.protocol.getShapeId();
  if (id.startsWith('aws.protocols#awsJson')) return jsonRpc(shape);
  if (id === 'aws.protocols#awsQuery') return query(shape);
  if (id === 'aws.protocols#restJson1') return rest(shape, 'json');
  if (id === 'aws.protocols#restXml') return rest(shape, 'xml', service.id === 's3');
  throw new Error(`the client of ${service.id} speaks ${id}, which this runtime does not`);
}
