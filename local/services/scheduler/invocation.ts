/** The target of a schedule, as its template or its caller describes it. */
export interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  /** JSON. */
  readonly Input?: string;
  readonly RetryPolicy?: { readonly MaximumEventAgeInSeconds?: number; readonly MaximumRetryAttempts?: number };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

/** A schedule's target on its way to be called. Times are milliseconds since 1970. */
export interface Invocation {
  /** The same for the same schedule and time. */
  readonly id: string;
  readonly scheduleArn: string;
  readonly region: string;
  /** As it was when the schedule was due. */
  readonly target: Target;
  readonly scheduledAt: number;
  readonly acceptedAt: number;
  readonly attempts: number;
}
