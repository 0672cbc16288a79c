import * as z from 'zod/mini';
import type { IncidentCode } from '../../shared/reasons';
import type { FailInput } from '../messages';

/**
 * EventBridge's "Step Functions Execution Status Change" of executions that were stopped or timed out.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const executionEnded = z.object({
  detail: z.object({
    status: z.enum(['ABORTED', 'TIMED_OUT']),
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
  speech: z.optional(z.object({ attempt: z.string() })),
});

/** The input that the workflow would have passed to `fail`. Throws `ZodError`, `SyntaxError`. */
export function failureOf({ detail }: z.output<typeof executionEnded>): FailInput {
  const { assetId, run: ofRun, speech } = run.parse(JSON.parse(detail.input));
  return { assetId, run: ofRun, attempt: speech?.attempt ?? ofRun, error: errors[detail.status] };
}
