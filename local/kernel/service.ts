import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { CorsRule } from './cors-rule';
import type { Measured } from './service-metrics';

/** The caller: the account's owner, a role's session, an AWS service on its own behalf, or an anonymous caller. */
export type Principal =
  | { readonly kind: 'root'; readonly accountId: string }
  | {
      readonly kind: 'role';
      readonly accountId: string;
      /** `arn:aws:iam::{account}:role/{name}` */
      readonly roleArn: string;
      readonly sessionName: string;
    }
  | {
      readonly kind: 'service';
      readonly accountId: string;
      /** `cloudfront.amazonaws.com` and the like. */
      readonly service: string;
      /** The resource that the service acts for; `aws:SourceArn` in conditions. */
      readonly sourceArn?: string;
    }
  | { readonly kind: 'anonymous' };

/** What surrounds one API call, whether it came over HTTP or from within the runtime. */
export interface Call {
  /** The service's id in this runtime, which is its endpoint prefix: `s3`, `states`, `cognito-idp`. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly accountId: string;
  readonly principal: Principal;
  readonly requestId: string;
  /** Aborts when the caller has left: work that has not begun need not begin. */
  readonly signal?: AbortSignal;
  /** See `CallRequest.fallible`. Calls over HTTP always are. */
  readonly fallible?: boolean;
  /** Present for calls over HTTP only. */
  readonly http?: {
    readonly method: string;
    /** As sent, percent encoding kept. */
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: IncomingHttpHeaders;
    readonly sourceIp: string;
    /** Aborted when the client has disconnected. */
    readonly gone?: AbortSignal;
  };
}

/** One API operation. Input and output have the shapes of the SDK's commands. Throws {@link ServiceError}. */
// biome-ignore lint/suspicious/noExplicitAny: each operation narrows its input by the SDK's own types
export type Operation<I = any, O = any> = (input: I, call: Call) => Promise<O> | O;

/** One permission that a call needs: all demands of a call must be allowed. */
export interface Demand {
  /** `s3:GetObject` */
  readonly action: string;
  /** The ARN acted on, or `*` where the action knows no resource. */
  readonly resource: string;
  /** Condition keys beside the global ones, such as `s3:prefix` or `kms:ViaService`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Returns the demands of one call of an API operation. */
// biome-ignore lint/suspicious/noExplicitAny: each permission narrows the input by the SDK's own types
export type Permission = (input: any, call: Call) => readonly Demand[];

/**
 * The permissions of a service's API operations, by operation name, as the Service Authorization Reference lists them.
 * A call of an operation without an entry is denied.
 */
export type Permissions = Readonly<Record<string, Permission>>;

/** An AWS API as its clients see it. */
export interface Api {
  /** Endpoint prefix; see {@link Call.service}. */
  readonly id: string;
  /** The name in the credential scope, when it is not the id. */
  readonly signingName?: string;
  /** The namespace of `@aws-sdk/client-*`, whose exported schemas describe requests, responses and errors. */
  readonly sdk: object;
  /** S3 only: the rules for scripts of web pages at a path; `undefined` if no bucket has the path. */
  corsRules?(path: string): readonly CorsRule[] | undefined;
}

/** An AWS API that this runtime implements. */
export interface WireService extends Api {
  /** By operation name. A call of any other operation is answered by `NotImplemented`. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** The permissions that a caller needs for each of the operations. */
  readonly permissions: Permissions;
}

/**
 * An error with the name that AWS's own would have; the wire layer turns it into the protocol's form.
 * `name` is the error shape's name (`NoSuchKey`, `ResourceNotFoundException`).
 */
export class ServiceError extends Error {
  constructor(
    name: string,
    message: string,
    readonly status = 400,
    /** Further members of the error shape. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = name;
  }
}

/** What a template's resource is, once its properties are evaluated. */
// biome-ignore lint/suspicious/noExplicitAny: each provider narrows the properties of its own resource type
export interface Resource<P = any> {
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  /** Stable generated name, as CloudFormation would give: `{stack}-{logicalId}-{hash}`, at most 63 characters, lower case. */
  readonly name: string;
  /** Intrinsics are evaluated when this is first read. */
  readonly properties: P;
  /** `Metadata` of the template, evaluated. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

export type Attributes = Readonly<Record<string, unknown>>;

export interface Identity {
  readonly ref: string;
  /** `Fn::GetAtt` values that are known before the resource exists. Functions are called when they are asked for. */
  readonly attributes?: Attributes;
}

/** The local counterpart of one CloudFormation resource type. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export interface ResourceProvider<P = any> {
  /** Names the resource. Pure, and without side effects: it is called before anything is deployed. */
  identify(resource: Resource<P>): Identity;
  /** Makes it so. Called at every start, in order of dependency, so it must be idempotent; may add attributes. */
  deploy?(resource: Resource<P>): Promise<Attributes | undefined> | Attributes | undefined;
  /**
   * Removes it with all that it holds; nothing happens where it is gone already. Throws what AWS refuses, such as
   * `BucketNotEmpty`. @default - it holds nothing that outlives its stack
   */
  destroy?(resource: Resource<P>): Promise<void> | void;
}

/** An event that an AWS service puts on the default bus of a region. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources?: readonly string[];
}

/** One AWS service of the laptop: its API, the resource types that it deploys, and its life cycle. */
export interface LocalService {
  readonly wire?: WireService | readonly WireService[];
  readonly resources?: Readonly<Record<string, ResourceProvider>>;
  /** Event buses only: puts an event of another service on the region's default bus. */
  emit?(region: string, event: ServiceEvent): Promise<void>;
  /** CloudWatch only: records metrics of other services. */
  measure?(measured: Measured): void;
  /** The metrics that the service measures once a minute, such as the length of a queue. */
  gauges?(): readonly Measured[];
  /** Host names by which clients address this service at the port of the AWS APIs, in addition to the loopback ones. */
  readonly hostNames?: readonly string[];
  /** Answers a request to the port of the AWS APIs that is not an API call; `false` where it is for another service. */
  handle?(request: IncomingMessage, response: ServerResponse): boolean;
  /** After everything is deployed: resumes the jobs that were running when the process ended. */
  start?(): Promise<void> | void;
  /**
   * Removes what has passed its retention at the kernel's present time, from disk too. Called after the start and then once
   * an hour.
   */
  sweep?(): Promise<void> | void;
  /** Finishes or stores running jobs and closes files; the process ends afterwards. */
  stop?(): Promise<void> | void;
}
