/** The target of a schedule, in the form of templates and requests. */
export interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  /** JSON. */
  readonly Input?: string;
  readonly RetryPolicy?: { readonly MaximumEventAgeInSeconds?: number; readonly MaximumRetryAttempts?: number };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

/** A pending invocation of a schedule's target. Times are milliseconds since 1970. */
export interface Invocation {
  /** The id is the same for the same schedule and time. */
  readonly id: string;
  readonly scheduleArn: string;
  readonly region: string;
  /** The target at the time when the schedule was due. */
  readonly target: Target;
  readonly scheduledAt: number;
  readonly acceptedAt: number;
  readonly attempts: number;
}
