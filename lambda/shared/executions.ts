/** The state of the latest execution of a piece of work. */
export type ExecutionState =
  | { readonly status: 'RUNNING' | 'SUCCEEDED' }
  | { readonly status: 'FAILED'; readonly error: string; readonly cause?: string };

/** The work of a run whose cost was approved. The execution that found the cost too high has used the run's own name. */
export const approvedWorkOf = (assetId: string, run: string): string => `${workOf(assetId, run)}-approved`;

/** The work of a run that a retry started, or of an attempt for some languages; names of executions begin with it. */
export function workOf(assetId: string, run: string): string {
  return `${assetId}-${run}`;
}
