import type { RequestListener } from 'node:http';
import type { DeliveryFault, EventDelivery } from './faults';
import type { Demand, Principal, ServiceEvent } from './service';
import type { Measured } from './service-metrics';
import type { Store } from './store';

export interface CallRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly principal: Principal;
  readonly input?: unknown;
  /** Aborts when the caller has left. */
  readonly signal?: AbortSignal;
  /**
   * Whether faults on demand may affect the call: its error reaches the app, as that of a task, a delivery or an
   * integration does. AWS's services repeat the calls that they make for their own work, such as an encoder's reads of
   * S3. @default false
   */
  readonly fallible?: boolean;
}

/** Temporary credentials of a role, as STS would hand them out. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The holder of an access key. */
export interface Holder {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly principal: Principal;
}

/** The resource of a template that contains a policy. */
export interface PolicySource {
  readonly stackName: string;
  readonly logicalId: string;
}

/** What the runtime offers its services. */
export interface Kernel {
  /** The account all templates are deployed to: `000000000000`. */
  readonly accountId: string;
  /** The region of the assembly's main stacks; a call without a region means this one. */
  readonly region: string;
  /** `http://127.0.0.1:{port}` of the AWS APIs; what `AWS_ENDPOINT_URL` is set to. */
  readonly endpoint: string;
  /** A folder below `.omnistream/` for this service's files; made when missing. */
  folder(service: string): string;
  /** Durable JSON documents below {@link folder}. */
  store<T>(service: string, collection: string): Store<T>;
  /**
   * Calls an API operation within the process: authorized like any other call, then handed to the operation.
   * Throws the operation's ServiceError; `AccessDeniedException` if IAM denies it.
   */
  call<O = unknown>(request: CallRequest): Promise<O>;
  /** Whether a service's API model has an error of that name. */
  models(service: string, errorName: string): boolean;
  /** Checks further permissions during an operation, such as those for a bucket's KMS key. Throws `AccessDenied`. */
  authorize(principal: Principal, region: string, demands: readonly Demand[]): void;
  /** Puts an event of an AWS service on the region's default bus. Resolves once it is kept durably, before delivery. */
  emit(region: string, event: ServiceEvent): Promise<void>;
  /** Records values of metrics that AWS publishes for this service. In memory, and never fails. */
  measure(measured: Measured): void;
  /** The values that services measure once a minute, as they are now. */
  gauges(): readonly Measured[];
  /** What a plan of faults does to a delivery of an event; `undefined` if it arrives once and at once. */
  deliveryFault(delivery: EventDelivery): DeliveryFault | undefined;
  /**
   * Attaches a resource policy (bucket, key, queue, topic, function) for IAM decisions; replaces the one of that `slot`.
   * `source`: the template's resource that it comes from.
   */
  resourcePolicy(resourceArn: string, document: unknown, slot?: string, source?: PolicySource): void;
  /** Credentials by which a process acts as the role. */
  credentials(roleArn: string, sessionName: string): Credentials;
  /** The holder of an access key; `undefined` if the key is unknown or has expired. */
  holder(accessKeyId: string): Holder | undefined;
  /**
   * Opens a loopback HTTP port for an address that templates make (an HTTP API, a distribution); returns
   * `http://127.0.0.1:{port}`. Other host names than the loopback ones are refused, except `hostNames`.
   */
  listen(name: 'web' | 'api', listener: RequestListener, hostNames?: readonly string[]): string;
  /** The address that {@link listen} will give, known before it listens. */
  address(name: 'web' | 'api'): string;
  /** One line on the runtime's log. */
  log(service: string, message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Milliseconds since 1970; tests move it. */
  now(): number;
}
