import { ServiceError } from '../../kernel/service';

/** A function as its template describes it. */
export interface FunctionConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly roleArn: string;
  /** `index.handler` */
  readonly handler: string;
  /** Folder of the unpacked code. */
  readonly codePath: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly reservedConcurrency?: number;
  readonly deadLetterArn?: string;
}

/** How asynchronous invocations end, from `AWS::Lambda::EventInvokeConfig`; Lambda's own defaults otherwise. */
export interface AsynchronousPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly onFailureArn?: string;
}

export const defaultAsynchronousPolicy: AsynchronousPolicy = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
};

/** Name, partial ARN or ARN, with or without a qualifier, to the function's name. */
export function functionName(reference: string): string {
  const match = /^(?:arn:aws:lambda:[^:]+:)?(?:\d{12}:)?(?:function:)?([^:]+)(?::[^:]+)?$/.exec(reference);
  if (!match?.[1]) throw new ServiceError('InvalidParameterValueException', `Invalid function name: ${reference}`);
  return match[1];
}
