import { randomUUID } from 'node:crypto';
import type { Clock } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Measured } from '../../kernel/service-metrics';
import type { Streams } from '../dynamodb/streams';
import type { Bounds } from '../waiting-line';
import { AsynchronousInvocations } from './asynchronous';
import {
  type AsynchronousPolicy,
  defaultAsynchronousPolicy,
  type FunctionConfiguration,
  functionName,
} from './function';
import { type Patience, Pool } from './pool';
import type { Outcome } from './sandbox';
import { Starts } from './starts';

export interface LambdaOptions {
  /** Returns the folder of an asset. Templates identify it by its key in the assets bucket. */
  assetPath(objectKey: string): string;
  /**
   * Endpoints of services that have another address than the common one, by the names in the SDKs' environment
   * variables: `POLLY`.
   */
  readonly serviceEndpoints?: Readonly<Record<string, string>>;
  /** The streams that event source mappings read. @default - mappings are refused */
  readonly streams?: Streams;
  /** The clock of waiting mappings. @default - real time */
  readonly clock?: Clock;
  /** The bounds of the invocations of each function that wait for a thread. @default - those of the pool */
  readonly bounds?: Bounds;
  /** Writes a function's log lines. */
  writeLog(region: string, group: string, stream: string, text: string): void;
}

/** The functions, their execution environments, and both kinds of invocation. */
export class Functions {
  private readonly configurations = new Map<string, FunctionConfiguration>();
  private readonly policies = new Map<string, AsynchronousPolicy>();
  private readonly pools = new Map<string, Pool>();
  private readonly starts = new Starts();
  private readonly asynchronous: AsynchronousInvocations;

  constructor(
    private readonly kernel: Kernel,
    private readonly options: LambdaOptions,
  ) {
    this.asynchronous = new AsynchronousInvocations({
      kernel,
      configuration: (name) => this.configurations.get(name),
      policy: (name) => this.policies.get(name) ?? defaultAsynchronousPolicy,
      run: (name, id, payload) => this.run(name, id, payload, { isPatient: true }),
    });
  }

  put(configuration: FunctionConfiguration): void {
    this.configurations.set(configuration.name, configuration);
  }

  putPolicy(name: string, policy: AsynchronousPolicy): void {
    this.policies.set(name, policy);
  }

  /** Running invocations continue to their end. */
  remove(name: string): void {
    this.configurations.delete(name);
    this.policies.delete(name);
  }

  list(): FunctionConfiguration[] {
    return [...this.configurations.values()];
  }

  /** Throws `ResourceNotFoundException`. */
  get(reference: string): FunctionConfiguration {
    const name = functionName(reference);
    const configuration = this.configurations.get(name);
    if (!configuration) {
      const { region, accountId } = this.kernel;
      const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}:$LATEST`;
      throw new ServiceError('ResourceNotFoundException', `Function not found: ${arn}`, 404, { Type: 'User' });
    }
    return configuration;
  }

  /** Throws `TooManyRequestsException` if too many invocations of the function wait, or the signal's reason. */
  invoke(reference: string, payload: string, patience?: Patience): Promise<Outcome> {
    return this.run(this.get(reference).name, randomUUID(), payload, patience);
  }

  invokeLater(reference: string, payload: string): void {
    this.asynchronous.accept(this.get(reference).name, randomUUID(), payload);
  }

  resume(): void {
    this.asynchronous.resume();
  }

  async close(): Promise<void> {
    this.asynchronous.stop();
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }

  private async run(name: string, id: string, payload: string, patience?: Patience): Promise<Outcome> {
    let pool = this.pools.get(name);
    if (!pool) {
      const configuration = this.get(name);
      const measure = (values: Extract<Measured, { namespace: 'AWS/Lambda' }>['values']) =>
        this.kernel.measure({
          ...{ region: configuration.region, namespace: 'AWS/Lambda', dimensions: { FunctionName: name }, values },
        });
      pool = new Pool({
        configuration,
        environment: this.environment(configuration),
        starts: this.starts,
        bounds: this.options.bounds,
        log: (stream, text) => this.options.writeLog(configuration.region, configuration.logGroup, stream, text),
        ended: ({ functionError }, Duration) => measure({ Invocations: 1, Errors: functionError ? 1 : 0, Duration }),
        throttled: () => measure({ Throttles: 1 }),
      });
      this.pools.set(name, pool);
    }
    return pool.invoke(id, payload, patience);
  }

  private get serviceEndpoints(): Record<string, string> {
    const endpoints = Object.entries(this.options.serviceEndpoints ?? {});
    return Object.fromEntries(endpoints.map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]));
  }

  /** Returns the variables that Lambda sets in addition to the function's own. Only the endpoint differs from AWS. */
  private environment(configuration: FunctionConfiguration): Record<string, string> {
    const { accessKeyId, secretAccessKey, sessionToken } = this.kernel.credentials(
      configuration.roleArn,
      configuration.name,
    );
    return {
      ...configuration.environment,
      AWS_REGION: configuration.region,
      AWS_DEFAULT_REGION: configuration.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_ENDPOINT_URL: this.kernel.endpoint,
      ...this.serviceEndpoints,
      // The service's client puts the account's id before the host, which is impossible with a numeric address.
      AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE: this.kernel.endpoint.replace('127.0.0.1', 'localhost'),
      AWS_LAMBDA_FUNCTION_NAME: configuration.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMegabytes),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
      AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
      LAMBDA_TASK_ROOT: configuration.codePath,
      _HANDLER: configuration.handler,
      TZ: ':UTC',
      // The SDK's warnings about Node versions do not belong in every function's log.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
  }
}
