import { ServiceError } from '../../kernel/service';

/** The name of faulty requests that the API's model does not name, as PutMetricAlarm's. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
