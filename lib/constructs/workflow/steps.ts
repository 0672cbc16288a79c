import type { JobPurpose } from '../../../lambda/shared/jobs';

/** Limits of the workflow's waiting; see `Limits` in `lib/config.ts`. */
export interface WorkflowLimits {
  readonly jobSeconds: number;
  readonly jobChecks: number;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type States = Readonly<Record<string, { readonly Type: string; readonly [field: string]: unknown }>>;

/** The input of the execution, whatever came in between. */
export const film = '$states.context.Execution.Input';

// Errors of Lambda itself, or of the way to it: the call has not been made, or its answer was lost.
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
  // The function died, ran out of memory or out of time. What it had done by then, it finds when it is called again.
  // Runtime.ExitError is recorded of AWS; which name a lack of memory has depends on the runtime.
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
 * Catches every error. A result that is too large is named: the developer guide has it as an error that `States.ALL`
 * does not catch ("Handling errors"), although AWS was recorded to do so.
 */
export function everyError(then: Omit<Catcher, 'ErrorEquals'>): readonly Catcher[] {
  return [
    { ErrorEquals: ['States.DataLimitExceeded'], ...then },
    { ErrorEquals: ['States.ALL'], ...then },
  ];
}

/** Catches every error, keeps it in the variable, and goes on at the state. */
export function catchAll(variable: string, next: string): readonly Catcher[] {
  // A timeout has no cause; who holds a task token need give neither. Both are null or absent then.
  const failure =
    "{% {'Error': $states.errorOutput.Error ? $states.errorOutput.Error : 'States.TaskFailed', " +
    "'Cause': $states.errorOutput.Cause ? $string($states.errorOutput.Cause) : ''} %}";
  return everyError({ Assign: { [variable]: failure }, Next: next });
}

/** A state that calls the function of the placeholder. */
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

/** A state that calls the function of the placeholder and waits until somebody answers the token that it gives along. */
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

export interface EncodingStep {
  /** Of the function that creates the job; the states that follow are called after it. */
  readonly name: string;
  /** JSONata: the object that the function gets, but for the token. */
  readonly members: string;
  /** JSONata: the key, in the table of jobs, under which the function keeps the job's id. */
  readonly key: string;
  readonly limits: WorkflowLimits;
  readonly next: string;
  /** Where errors end, in the variable that `onError` names. */
  readonly onError: readonly Catcher[];
}

/**
 * The states of an encoding job: create it and wait for the event of its end. That may be lost, but the job itself
 * knows: when the wait is over, it is asked, and waited for again as long as it is under way.
 *
 * Two variables of the scope begin with the name in lower case: `…Job` and `…Checks`; the second has to be 0 before.
 */
export function encodingStates({ name, members, key, limits, next, onError }: EncodingStep): States {
  const [find, read, judge] = [`Find${name}Job`, `Read${name}Job`, `Judge${name}Job`];
  const [job, checks] = [`${name.toLowerCase()}Job`, `${name.toLowerCase()}Checks`];
  const underWay = "$states.input.Status in ['SUBMITTED', 'PROGRESSING']";
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
        // Asked again, the function finds the job that is under way, and only gives it the new token.
        { Condition: `{% ${underWay} and $${checks} <= ${limits.jobChecks} %}`, Next: name },
      ],
      Assign: {
        [failure as string]: {
          Error: `{% ${underWay} ? 'TranscodeTimedOut' : 'TranscodeFailed' %}`,
          Cause:
            "{% $exists($states.input.ErrorMessage) ? $states.input.ErrorMessage : 'MediaConvert: ' & $states.input.Status %}",
        },
      },
      Default: onError[0]?.Next as string,
    },
  };
}
