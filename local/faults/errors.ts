import { type Api, ServiceError } from '../kernel/service';
import { describeService, type ServiceShape } from '../wire/schema';

type Kind = 'throttle' | 'fail';

/**
 * The names of the errors in the models, by preference. `LimitExceededException` is a quota in most services, and a
 * throttled call in those that model it with status 429.
 */
const modelled: Readonly<Record<Kind, readonly string[]>> = {
  throttle: ['ThrottlingException', 'TooManyRequestsException', 'RequestThrottled', 'ThrottledException'],
  fail: [
    ...['InternalServerError', 'InternalErrorException', 'InternalServerException', 'InternalServerErrorException'],
    ...['InternalFailureException', 'InternalException', 'InternalServiceError', 'InternalServiceException'],
    ...['InternalServiceFault', 'KMSInternalException', 'ServiceFailureException', 'ServiceException'],
    'ServiceUnavailableException',
  ],
};

/**
 * What models do not contain. Sources: S3 API reference, "Error responses"; Firehose API reference, PutRecordBatch
 * (`ServiceUnavailableException` above the limits of throughput); "Common errors" of the API references of the others.
 */
const documented: Readonly<Record<string, Readonly<Record<Kind, readonly [name: string, status: number]>>>> = {
  s3: { throttle: ['SlowDown', 503], fail: ['InternalError', 500] },
  firehose: { throttle: ['ServiceUnavailableException', 503], fail: ['ServiceUnavailableException', 503] },
};

const messages: Readonly<Record<Kind, string>> = {
  throttle: 'Rate exceeded (a fault on demand)',
  fail: 'We encountered an internal error. Please try again. (a fault on demand)',
};

/** Makes the errors with which services answer throttled calls and internal failures. */
export class FaultErrors {
  private readonly shapes = new Map<string, ServiceShape>();

  constructor(private readonly services: ReadonlyMap<string, Api>) {}

  /** `named`: another error of the service than the usual one. */
  make(service: string, kind: Kind, named?: string): ServiceError {
    const [name, status] = named ? [named, this.status(service, named) ?? 400] : this.usual(service, kind);
    return new ServiceError(name, messages[kind], status);
  }

  /** The operations of a service; `undefined` if there is no such service. */
  operations(service: string): ReadonlySet<string> | undefined {
    const shape = this.shape(service);
    return shape && new Set(shape.operations.keys());
  }

  /** The HTTP status of an error; `undefined` if the service's model has no such error. */
  status(service: string, name: string): number | undefined {
    return this.shape(service)?.errors.get(name)?.status;
  }

  private usual(service: string, kind: Kind): readonly [string, number] {
    const special = documented[service]?.[kind];
    if (special) return special;
    for (const name of modelled[kind]) {
      const status = this.status(service, name);
      if (status !== undefined) return [name, status];
    }
    if (kind === 'fail') return ['InternalFailure', 500];
    if (this.status(service, 'LimitExceededException') === 429) return ['LimitExceededException', 429];
    const protocol = this.shape(service)?.protocol.getShapeId() ?? '';
    return [/query|Xml/i.test(protocol) ? 'Throttling' : 'ThrottlingException', 400];
  }

  private shape(service: string): ServiceShape | undefined {
    const api = this.services.get(service);
    if (api && !this.shapes.has(service)) this.shapes.set(service, describeService(api));
    return this.shapes.get(service);
  }
}
