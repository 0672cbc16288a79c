import * as z from 'zod/mini';

const result = z.union([
  z.object({ status: z.literal('COMPLETE'), jobId: z.string() }),
  z.object({ status: z.literal('ERROR'), jobId: z.string(), error: z.string(), cause: z.string() }),
]);

/** An item of the `jobs` table. */
export const jobRecord = z.object({
  claimedAt: z.optional(z.number()),
  taskToken: z.optional(z.string()),
  correlationId: z.optional(z.string()),
  jobId: z.optional(z.string()),
  result: z.optional(result),
  /** The outputs that are charged for. Missing if that is not known: the job was canceled, or its event was lost. */
  made: z.optional(z.array(z.object({ seconds: z.number(), shortSide: z.optional(z.number()) }))),
});
