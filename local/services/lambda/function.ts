import { ServiceError } from '../../kernel/service';

/** The properties of a function in its template. */
export interface FunctionConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly roleArn: string;
  /** `index.handler` */
  readonly handler: string;
  /** The folder of the unpacked code. */
  readonly codePath: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  /** Whether JSON is the log format. Missing in records of earlier versions. */
  readonly logsAsJson?: boolean;
  readonly reservedConcurrency?: number;
  readonly deadLetterArn?: string;
}

/** The settings of asynchronous invocations, from `AWS::Lambda::EventInvokeConfig`, or Lambda's defaults. */
export interface AsynchronousPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly onFailureArn?: string;
}

export const defaultAsynchronousPolicy: AsynchronousPolicy = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
};

/** Returns the function's name from a name, partial ARN or ARN, with or without a qualifier. */
export function functionName(reference: string): string {
  const match = /^(?:arn:aws:lambda:[^:]+:)?(?:\d{12}:)?(?:function:)?([^:]+)(?::[^:]+)?$/.exec(reference);
  if (!match?.[1]) throw new ServiceError('InvalidParameterValueException', `Invalid function name: ${reference}`);
  return match[1];
}
