import { readFileSync } from 'node:fs';
import { z } from 'zod';

const rate = z.number().min(0).max(1);
/** At most 15 minutes, which is the longest time limit of a function. */
const milliseconds = z.int().min(0).max(900_000);

const call = {
  /** The service's id in this runtime: `s3`, `dynamodb`, `states`. @default - all services */
  service: z.string().min(1).optional(),
  /** `PutItem` @default - all operations */
  operation: z.string().min(1).optional(),
  /** A part of the name of the caller's role, or of the calling service (`events.amazonaws.com`). @default - all callers */
  caller: z.string().min(1).optional(),
  /** A part of the name of the table, bucket, function or state machine. @default - all resources */
  resource: z.string().min(1).optional(),
  /** The share of calls that are affected, from 0 to 1. */
  rate,
  /** The number of calls of one caller, operation and resource after which the rule has no effect. @default - no limit */
  times: z.int().min(1).optional(),
};
/** Whether the operation has run when the fault happens. @default - either, by the seed */
const when = z.enum(['before', 'after']).optional();
/** The name of another error of the service. @default - the service's error for throttled calls or for internal failures */
const error = z.string().min(1).optional();

const callRule = z.discriminatedUnion('kind', [
  z.strictObject({ ...call, kind: z.literal('throttle'), error }),
  z.strictObject({ ...call, kind: z.literal('fail'), when, error }),
  /** `milliseconds`: the time limit of callers within this runtime. Clients over HTTP wait as long as they like. */
  z.strictObject({ ...call, kind: z.literal('hang'), when, milliseconds: milliseconds.default(60_000) }),
  z.strictObject({ ...call, kind: z.literal('late'), when, milliseconds: milliseconds.default(3_000) }),
]);

const event = { source: z.string().min(1).optional(), detailType: z.string().min(1).optional(), rate };

const eventRule = z.discriminatedUnion('kind', [
  z.strictObject({ ...event, kind: z.literal('lose') }),
  /** `milliseconds`: the delay of the second delivery. */
  z.strictObject({ ...event, kind: z.literal('double'), milliseconds: milliseconds.default(0) }),
  /** The event comes after the next one for the same target, or after `milliseconds` if there is none. */
  z.strictObject({ ...event, kind: z.literal('reorder'), milliseconds: milliseconds.default(3_000) }),
  z.strictObject({ ...event, kind: z.literal('late'), milliseconds: milliseconds.default(3_000) }),
]);

const plan = z.strictObject({
  seed: z.int(),
  /** Their rates add up: two rules with rate 0.1 affect a fifth of the calls that both match. */
  calls: z.array(callRule).default([]),
  events: z.array(eventRule).default([]),
});

/** A plan as a person writes it. */
export type FaultPlanInput = z.input<typeof plan>;
export type FaultPlan = z.output<typeof plan>;
export type CallRule = z.output<typeof callRule>;
export type EventRule = z.output<typeof eventRule>;

/** A plan of faults that cannot be used. The message names each member that is wrong. */
export class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
}

/** `from`: where the plan is, for the message. Throws {@link FaultPlanError}. */
export function parsePlan(value: unknown, from = 'The plan of faults'): FaultPlan {
  const { success, data, error: found } = plan.safeParse(value);
  if (success) return data;
  const issues = found.issues.map(({ path, message }) => `${path.join('.') || 'plan'}: ${message}`);
  throw new FaultPlanError(`${from} is not valid: ${issues.join('; ')}`);
}

/** Reads the plan in a JSON file. Throws {@link FaultPlanError}. */
export function readPlan(file: string): FaultPlan {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new FaultPlanError(`The plan of faults ${file} cannot be read: ${(cause as Error).message}`);
  }
  return parsePlan(value, `The plan of faults ${file}`);
}
