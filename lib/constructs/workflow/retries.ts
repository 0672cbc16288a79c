import { finalCodes } from '../../../lambda/shared/reasons';
import { passingErrors } from '../../../lambda/shared/retry';

/** Errors of services that cannot serve a request at present; of Lambda's own only the one for its concurrency. */
export const busy: readonly string[] = [...passingErrors, 'Lambda.TooManyRequestsException'];

/** Another attempt would fail in the same way. Of several retriers, Step Functions uses the first that matches. */
const never = { ErrorEquals: finalCodes, MaxAttempts: 0 };

/**
 * The function crashed, or ran out of memory or time. It reuses its earlier results when it is called again.
 * Runtime.ExitError was observed on AWS. The name of the error for a lack of memory depends on the runtime.
 */
const crashed = {
  ErrorEquals: ['Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError', 'Runtime.OutOfMemory'],
  IntervalSeconds: 5,
  BackoffRate: 2,
  MaxAttempts: 3,
  JitterStrategy: 'FULL',
};

/** About three minutes on average, eight at most: longer than a throttled table or a failover takes. */
const anyError = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 8,
  MaxDelaySeconds: 120,
  JitterStrategy: 'FULL',
};

/** For all functions: every error is retried, except those with a name of `finalCodes`. */
export const retryFunction = [never, crashed, anyError];

/** For tasks that wait for their token: `States.Timeout` means that no news has arrived. */
export const retryWaiting = [
  { ErrorEquals: ['States.Timeout'], MaxAttempts: 0 },
  // A few attempts, since the execution then waits for the service: see `waiting.ts`.
  { ErrorEquals: busy, IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 2, JitterStrategy: 'FULL' },
  ...retryFunction,
];

/** For functions whose step is able to wait for a busy service. */
export const retryBriefly = retryWaiting.slice(1);

/** For the calls of services that the state machine makes itself. */
export const retryService = [anyError];
