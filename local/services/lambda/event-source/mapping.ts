import type { Pattern } from '../../events/pattern';

/** The properties of an `AWS::Lambda::EventSourceMapping`. */
export interface Mapping {
  /** A UUID. */
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly streamArn: string;
  readonly functionName: string;
  readonly enabled: boolean;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** A record passes if one of the filters matches it, or if there are none. */
  readonly filters: readonly Pattern[];
  /** The filters' texts in the template. */
  readonly filterTexts: readonly string[];
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  /** -1 means until the stream no longer retains the records. */
  readonly maximumRetryAttempts: number;
  /** -1 means as long as the stream retains the records. */
  readonly maximumRecordAgeSeconds: number;
  readonly onFailureArn?: string;
}

/** The stored position of a mapping. */
export interface Progress {
  /** All records up to this sequence number are finished. */
  readonly position: string;
  /** Failed records that will be retried, in order: each entry reaches from the one before it up to `until`. */
  readonly retries: readonly Retry[];
}

export interface Retry {
  readonly until: string;
  /** The number of failures. */
  readonly attempts: number;
}
