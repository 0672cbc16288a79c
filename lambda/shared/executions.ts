/** The state of the latest execution of a piece of work. */
export type ExecutionState =
  | { readonly status: 'RUNNING' | 'SUCCEEDED' }
  | { readonly status: 'FAILED'; readonly error: string; readonly cause?: string };

/** The work of a run that a retry started, or of an attempt for some languages; names of executions begin with it. */
export function workOf(assetId: string, run: string): string {
  return `${assetId}-${run}`;
}
