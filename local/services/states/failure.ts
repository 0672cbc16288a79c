import type { Json } from './definition';

/** The error of a state as `Retry`, `Catch` and the execution's end see it. */
export class StateFailure extends Error {
  constructor(
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
    this.name = 'StateFailure';
  }
}

/** Bytes of JSON that a state takes or gives; source: Step Functions quotas, "Maximum input or output size". */
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
/** What `States.ALL` does not cover; source: Step Functions developer guide, "Handling errors". */
const terminal: readonly string[] = ['States.DataLimitExceeded', 'States.Runtime'];

/** Whether a retrier's or catcher's `ErrorEquals` covers an error. */
export function covers(errorEquals: readonly string[], error: string): boolean {
  return errorEquals.some((wanted) => {
    if (wanted === error) return error !== 'States.Runtime';
    if (wanted === 'States.ALL') return !terminal.includes(error);
    if (wanted === 'States.TaskFailed') return !timeouts.includes(error) && !terminal.includes(error);
    return wanted === 'States.Timeout' && timeouts.includes(error);
  });
}
