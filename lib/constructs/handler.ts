import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Duration, Size, Validations } from 'aws-cdk-lib';
import { type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { CommonEnv } from '../../lambda/shared/stage';
import type { Stage } from '../config';

export interface HandlerProps<Env> {
  readonly stage: Stage;
  /** The handler's name: the part before `.lambda.ts` of its entry, wherever that lies below `lambda/`. */
  readonly name: string;
  readonly description: string;
  /** Every variable of the handler's own schema, and no other; those of all functions are added. */
  readonly environment: Readonly<Record<keyof Env, string>>;
  /** In MB; processor time grows with it. @default 256 */
  readonly memorySize?: number;
  /** @default 15 seconds */
  readonly timeout?: Duration;
  /** Node's own options, where its defaults do not fit. */
  readonly nodeOptions?: string;
  /** Where asynchronous events go that failed for good. @default - the handler is only invoked synchronously */
  readonly deadLetterQueue?: IQueue;
}

/**
 * A Lambda function made from `dist/lambda/{name}`, with a role, a log group and nothing that it did not ask for.
 * `Env` is the type of the handler's environment schema, so that a missing variable does not compile.
 */
export class Handler<Env> extends Construct implements IGrantable {
  readonly function: LambdaFunction;
  readonly grantPrincipal: Role;

  constructor(scope: Construct, id: string, props: HandlerProps<Env>) {
    super(scope, id);
    const { stage, name, deadLetterQueue } = props;
    const folder = resolve('dist/lambda', name);
    if (!existsSync(folder)) {
      throw new Error(`There is no bundle of '${name}': lambda/**/${name}.lambda.ts is missing, or not yet built`);
    }
    const logGroup = new LogGroup(this, 'Log', { retention: stage.logRetention, removalPolicy: stage.removalPolicy });
    const role = new Role(this, 'Role', {
      description: `Execution role of the function ${name}: ${props.description}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    this.grantPrincipal = role;
    const common: CommonEnv = { STAGE: stage.name };
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: Code.fromAsset(folder),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 256,
      timeout: props.timeout ?? Duration.seconds(15),
      environment: { ...common, ...props.environment, ...(props.nodeOptions && { NODE_OPTIONS: props.nodeOptions }) },
      ephemeralStorageSize: Size.mebibytes(512),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      deadLetterQueue,
      ...(deadLetterQueue && { retryAttempts: 2, maxEventAge: Duration.hours(6) }),
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Only actions that IAM knows no resource for (checks/permission-exceptions.ts names the others): X-Ray and such.',
    });
  }
}
