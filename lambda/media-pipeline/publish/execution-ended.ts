import * as z from 'zod/mini';
import type { IncidentCode } from '../../shared/reasons';
import type { FailInput } from '../messages';

/**
 * EventBridge's "Step Functions Execution Status Change" of executions that did not succeed.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const executionEnded = z.object({
  detail: z.object({
    status: z.enum(['FAILED', 'ABORTED', 'TIMED_OUT']),
    // Not all published examples of the event have these two.
    error: z.nullish(z.string()),
    cause: z.nullish(z.string()),
    /** The execution's input, as JSON. */
    input: z.string(),
  }),
});

const errors = { ABORTED: 'ExecutionAborted', TIMED_OUT: 'ExecutionTimedOut' } as const satisfies Record<
  string,
  IncidentCode
>;

const run = z.object({
  assetId: z.string(),
  run: z.string(),
  correlationId: z.optional(z.string()),
  speech: z.optional(z.object({ attempt: z.string() })),
});

/** The input that the workflow would have passed to `fail`. Throws `ZodError`, `SyntaxError`. */
export function failureOf({ detail }: z.output<typeof executionEnded>): FailInput {
  const { assetId, run: ofRun, correlationId, speech } = run.parse(JSON.parse(detail.input));
  const owner = { assetId, run: ofRun, attempt: speech?.attempt ?? ofRun, correlationId };
  const { status, error, cause } = detail;
  if (status !== 'FAILED') return { ...owner, error: errors[status] };
  return { ...owner, error: error ?? 'States.TaskFailed', ...(cause && { cause }) };
}
