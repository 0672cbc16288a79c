import type { Json } from './definition';

/** The error of a state, in the form that `Retry`, `Catch` and the execution's end use. */
export class StateFailure extends Error {
  constructor(
    /** Absent if the holder of a task token gave none. */
    readonly error: string | undefined,
    override readonly cause: string | undefined,
    /** The field whose evaluation failed: `Output/x`. */
    readonly location?: string,
  ) {
    super(`${error}: ${cause}`);
    this.name = 'StateFailure';
  }
}

/**
 * The maximum bytes of JSON of a state's input or output. Source: Step Functions quotas, "Maximum input or output
 * size".
 */
export const payloadLimit = 256 * 1024;

/** Throws `States.DataLimitExceeded`. `what` begins the cause: "The state/task 'X' returned a result". */
export function limitPayload(value: Json, what: string): void {
  if (Buffer.byteLength(JSON.stringify(value)) > payloadLimit) {
    throw new StateFailure(
      'States.DataLimitExceeded',
      `${what} with a size exceeding the maximum number of bytes service limit.`,
    );
  }
}

const timeouts: readonly string[] = ['States.Timeout', 'States.HeartbeatTimeout'];

/**
 * Returns whether a retrier's or catcher's `ErrorEquals` matches an error. `States.ALL` matches a result that is too
 * large, as recorded; the developer guide ("Handling errors") describes it as an error that `States.ALL` cannot catch.
 */
export function covers(errorEquals: readonly string[], error: string | undefined): boolean {
  return errorEquals.some((wanted) => {
    if (error === 'States.Runtime') return false;
    if (wanted === error || wanted === 'States.ALL') return true;
    if (wanted === 'States.TaskFailed') return !timeouts.includes(error ?? '') && error !== 'States.DataLimitExceeded';
    return wanted === 'States.Timeout' && timeouts.includes(error ?? '');
  });
}
