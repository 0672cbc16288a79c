import type { JobPurpose } from '../../../lambda/shared/jobs';
import type { ReasonCode } from '../../../lambda/shared/reasons';

/** Timeouts of the workflow; see `Limits` in `lib/config.ts`. */
export interface WorkflowLimits {
  readonly jobSeconds: number;
  readonly jobChecks: number;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type States = Readonly<Record<string, { readonly Type: string; readonly [field: string]: unknown }>>;

/** JSONata for the input of the execution; every state can read it. */
export const film = '$states.context.Execution.Input';

// Errors of Lambda itself or of the connection to it: the call was not made, or its response was lost.
export const retryLambda = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      'Lambda.ClientExecutionTimeoutException',
    ],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 5,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
  // The function crashed, or ran out of memory or time. It reuses its earlier results when it is called again.
  // Runtime.ExitError was observed on AWS. The name of the error for a lack of memory depends on the runtime.
  {
    ErrorEquals: ['Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError', 'Runtime.OutOfMemory'],
    IntervalSeconds: 5,
    BackoffRate: 2,
    MaxAttempts: 2,
  },
];

export const retryService = [
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 5, JitterStrategy: 'FULL' },
];

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Assign?: { readonly [variable: string]: Json };
  readonly Output?: Json;
  readonly Next: string;
}

/**
 * Catches every error. `States.DataLimitExceeded` is listed separately: according to the developer guide ("Handling
 * errors"), `States.ALL` does not catch it, although it was observed to do so on AWS.
 */
export function everyError(then: Omit<Catcher, 'ErrorEquals'>): readonly Catcher[] {
  return [
    { ErrorEquals: ['States.DataLimitExceeded'], ...then },
    { ErrorEquals: ['States.ALL'], ...then },
  ];
}

/** Catches every error, assigns it to the variable, and continues with the state. */
export function catchAll(variable: string, next: string): readonly Catcher[] {
  // A timeout has no cause, and the holder of a task token may omit both. Both are then null or absent.
  const failure =
    "{% {'Error': $states.errorOutput.Error ? $states.errorOutput.Error : 'States.TaskFailed', " +
    "'Cause': $states.errorOutput.Cause ? $string($states.errorOutput.Cause) : ''} %}";
  return everyError({ Assign: { [variable]: failure }, Next: next });
}

/** A state that calls the function of a placeholder. */
export function invoke(
  name: string,
  payload: Json,
  then: { readonly Next?: string; readonly End?: true; readonly Assign?: Json; readonly Catch?: readonly Catcher[] },
) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: `\${${name}}`, Payload: payload },
    Retry: retryLambda,
    ...then,
  };
}

/** A state that calls the function of a placeholder and waits until its task token is completed. */
export function invokeAndWait(name: string, members: string, seconds: number) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: `\${${name}}`,
      Payload: `{% $merge([${members}, {'taskToken': $states.context.Task.Token}]) %}`,
    },
    TimeoutSeconds: seconds,
    Retry: retryLambda,
  };
}

/** JSONata for the key of a job, as `jobKey` makes it. @param parts JSONata expressions of what follows the purpose */
export function jobKeyExpression(purpose: JobPurpose, ...parts: readonly string[]): string {
  return `'${purpose}#' & ${parts.join(" & '#' & ")}`;
}

// Names of errors that the table of reasons explains to creators.
const timedOut: ReasonCode = 'TranscodeTimedOut';
const failed: ReasonCode = 'TranscodeFailed';

export interface EncodingStep {
  /** The placeholder of the function that creates the job. The names of the other states contain it. */
  readonly name: string;
  /** JSONata for the function's input, without the task token. */
  readonly members: string;
  /** JSONata for the key of the job's record in the `jobs` table. */
  readonly key: string;
  readonly limits: WorkflowLimits;
  readonly next: string;
  /** Catches the errors. The first catcher's variable is also set if the job has failed. */
  readonly onError: readonly Catcher[];
}

/**
 * The states of an encoding job: create it, and wait for the event of its end. The event may be lost: after the timeout,
 * the workflow reads the job's state, and waits again as long as the job is in progress.
 *
 * The names of two variables begin with the step's name in lower case: `…Job` and `…Checks`. The scope must set the
 * second to 0 first.
 */
export function encodingStates({ name, members, key, limits, next, onError }: EncodingStep): States {
  const [find, read, judge] = [`Find${name}Job`, `Read${name}Job`, `Judge${name}Job`];
  const [job, checks] = [`${name.toLowerCase()}Job`, `${name.toLowerCase()}Checks`];
  const inProgress = "$states.input.Status in ['SUBMITTED', 'PROGRESSING']";
  const [failure] = Object.keys(onError[0]?.Assign ?? {});
  return {
    [name]: {
      ...invokeAndWait(name, members, limits.jobSeconds),
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: find }, ...onError],
      Next: next,
    },
    [find]: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Arguments: {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
        TableName: '${JobsTable}',
        Key: { id: { S: `{% ${key} %}` } },
        ConsistentRead: true,
      },
      Retry: retryService,
      Catch: onError,
      Assign: { [job]: '{% $states.result.Item.jobId.S %}', [checks]: `{% $${checks} + 1 %}` },
      Next: read,
    },
    [read]: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:mediaconvert:getJob',
      Arguments: { Id: `{% $${job} %}` },
      Retry: retryService,
      Catch: onError,
      Output: '{% $states.result.Job %}',
      Next: judge,
    },
    [judge]: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.Status = 'COMPLETE' %}", Next: next },
        // Called again, the function finds the job in progress and only records the new token.
        { Condition: `{% ${inProgress} and $${checks} <= ${limits.jobChecks} %}`, Next: name },
      ],
      Assign: {
        [failure as string]: {
          Error: `{% ${inProgress} ? '${timedOut}' : '${failed}' %}`,
          Cause:
            "{% $exists($states.input.ErrorMessage) ? $states.input.ErrorMessage : 'MediaConvert: ' & $states.input.Status %}",
        },
      },
      Default: onError[0]?.Next as string,
    },
  };
}
