import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Duration, Size, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type IDestination,
  type IFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type { HandlerDescriptor, Variables } from '../../lambda/shared/handler-descriptor';
import type { CommonEnv } from '../../lambda/shared/stage';
import type { Stage } from '../config';

/**
 * The text of every variable of a descriptor and of no other; `{}` for a descriptor without variables. The text of a
 * list or of JSON comes from the encoder beside the variable's decoder.
 */
export type Environment<D extends HandlerDescriptor> = D extends HandlerDescriptor<infer V> ? TextOf<V> : never;

// An index signature of `never`: TypeScript accepts any property for the type `{}`.
type TextOf<V extends Variables> = keyof V extends never
  ? Readonly<Record<string, never>>
  : { readonly [Name in keyof V]: z.input<V[Name]> & string };

export interface HandlerProps<V extends Variables> {
  readonly stage: Stage;
  /** The descriptor in the `{name}.env.ts` beside the entry. */
  readonly handler: HandlerDescriptor<V>;
  readonly description: string;
  /** The variables of the descriptor. The construct adds those of all functions. */
  readonly environment: TextOf<NoInfer<V>>;
  /** In MB; processor time grows with it. @default 256 */
  readonly memorySize?: number;
  /** @default 15 seconds */
  readonly timeout?: Duration;
  /** Value of `NODE_OPTIONS`. @default - none */
  readonly nodeOptions?: string;
  /** Queue for asynchronous events that failed finally. @default - the function is only invoked synchronously */
  readonly deadLetterQueue?: IQueue;
}

/**
 * The destination of events that failed finally. Its messages name the function and the error; those of Lambda's own
 * dead-letter queue contain the event only, and not the name of the function.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
class FailureQueue implements IDestination {
  constructor(private readonly queue: IQueue) {}

  /** Grants only the sending: CDK's own destination also allows reading the queue's attributes. */
  bind(_scope: Construct, grantee: IFunction) {
    Grant.addToPrincipal({ grantee, actions: ['sqs:SendMessage'], resourceArns: [this.queue.queueArn] });
    return { destination: this.queue.queueArn };
  }
}

/**
 * A Lambda function from the bundle `dist/lambda/{name}`, with a role and a log group of its own. The descriptor types
 * the environment, so a missing variable, or one of another function, does not compile.
 */
export class Handler<V extends Variables = Variables> extends Construct implements IGrantable {
  readonly function: LambdaFunction;
  readonly grantPrincipal: Role;

  constructor(scope: Construct, id: string, props: HandlerProps<V>) {
    super(scope, id);
    const { stage, deadLetterQueue } = props;
    const { name } = props.handler;
    const folder = resolve('dist/lambda', name);
    if (!existsSync(folder)) {
      throw new Error(`There is no bundle '${name}': lambda/**/${name}.lambda.ts is missing, or has not been built`);
    }
    const logGroup = new LogGroup(this, 'Log', { retention: stage.logRetention, removalPolicy: stage.removalPolicy });
    const role = new Role(this, 'Role', {
      description: `Execution role of the function ${name}: ${props.description}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    this.grantPrincipal = role;
    const own: Readonly<Record<string, string>> = props.environment;
    const common: CommonEnv = { STAGE: stage.name };
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: Code.fromAsset(folder),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 256,
      timeout: props.timeout ?? Duration.seconds(15),
      environment: { ...common, ...own, ...(props.nodeOptions && { NODE_OPTIONS: props.nodeOptions }) },
      ephemeralStorageSize: Size.mebibytes(512),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(deadLetterQueue && {
        onFailure: new FailureQueue(deadLetterQueue),
        retryAttempts: 2,
        maxEventAge: Duration.hours(6),
      }),
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Only actions without resource types in IAM, such as those of X-Ray; checks/permission-exceptions.ts lists others.',
    });
  }
}
