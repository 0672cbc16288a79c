import { ServiceError } from '../../../kernel/service';

/** A query that Logs Insights or this runtime does not accept. */
export function malformed(message: string): ServiceError {
  return new ServiceError('MalformedQueryException', message);
}
