import type { JobPurpose } from '../../../lambda/shared/jobs';
import { retryFunction, retryWaiting } from './retries';

/** Timeouts of the workflow; see `Limits` in `lib/config.ts`. */
export interface WorkflowLimits {
  readonly jobSeconds: number;
  readonly queueSeconds: number;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type States = Readonly<Record<string, { readonly Type: string; readonly [field: string]: unknown }>>;

/** JSONata for the input of the execution; every state can read it. */
export const film = '$states.context.Execution.Input';

/**
 * JSONata for the id of the request that caused the execution, which each function writes to its log. JSONata leaves out
 * members without a value: https://docs.jsonata.org/construction
 */
const correlation = `'correlationId': ${film}.correlationId`;

/** JSONata for the first members of the input of functions of the film. */
export const filmRun = `'assetId': ${film}.assetId, 'run': ${film}.run, ${correlation}`;

/** Lambda's maximum is 900 seconds. A response that is lost after it must not leave the execution waiting. */
const functionSeconds = 960;

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

/**
 * JSONata for the caught error. A timeout has no cause, and the holder of a task token may omit both. Both are then null
 * or absent.
 */
const caught =
  "{% {'Error': $states.errorOutput.Error ? $states.errorOutput.Error : 'States.TaskFailed', " +
  "'Cause': $states.errorOutput.Cause ? $string($states.errorOutput.Cause) : ''} %}";

/** Catches the errors of these names, assigns the error to the variable, and continues with the state. */
export function catchNamed(names: readonly string[], variable: string, next: string): Catcher {
  return { ErrorEquals: names, Assign: { [variable]: caught }, Next: next };
}

/** Catches every error, assigns it to the variable, and continues with the state. */
export function catchAll(variable: string, next: string): readonly Catcher[] {
  return everyError({ Assign: { [variable]: caught }, Next: next });
}

/** The variable to which the catchers of {@link catchAll} assign the error, and the state with which they continue. */
export function failureOf([catcher]: readonly Catcher[]): { readonly variable: string; readonly next: string } {
  const [variable] = Object.keys(catcher?.Assign ?? {});
  if (!catcher || !variable) throw new Error('The catchers do not assign their error');
  return { variable, next: catcher.Next };
}

/** A state that calls the function of a placeholder. */
export function invoke(
  name: string,
  payload: Json,
  then: {
    readonly Next?: string;
    readonly End?: true;
    readonly Assign?: Json;
    readonly Catch?: readonly Catcher[];
    readonly Retry?: readonly object[];
  },
) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: `\${${name}}`, Payload: payload },
    TimeoutSeconds: functionSeconds,
    Retry: retryFunction,
    ...then,
  };
}

/** A state that calls the function of a placeholder and waits until its task token is completed. */
export function invokeAndWait(name: string, members: string, seconds: Json) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: `\${${name}}`,
      Payload: `{% $merge([${members}, {'taskToken': $states.context.Task.Token}]) %}`,
    },
    TimeoutSeconds: seconds,
    Retry: retryWaiting,
  };
}

/** The first members of the input of all functions of the speech. Files and jobs are named after the attempt. */
export const speechRun = `'assetId': ${film}.assetId, 'run': $attempt, ${correlation}`;

/** JSONata for the input of `publish` with a piece of news. */
export function publication(news: string): string {
  return `{% {${filmRun}, 'attempt': $attempt, 'news': ${news}} %}`;
}

/** JSONata for the key of a job, as `jobKey` makes it. @param parts JSONata expressions of what follows the purpose */
export function jobKeyExpression(purpose: JobPurpose, ...parts: readonly string[]): string {
  return `'${purpose}#' & ${parts.join(" & '#' & ")}`;
}
