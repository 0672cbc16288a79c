/** A value of a metric, and its time in milliseconds since 1970. */
export interface Sample {
  readonly at: number;
  readonly value: number;
  /** The number of times that the value occurred. */
  readonly count: number;
}
