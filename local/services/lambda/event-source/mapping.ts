import type { Pattern } from '../../events/pattern';

/** A stream's function, as `AWS::Lambda::EventSourceMapping` describes it. */
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
  /** A record passes when one of them matches; without any, all do. */
  readonly filters: readonly Pattern[];
  /** As the template gives them. */
  readonly filterTexts: readonly string[];
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  /** -1: until the stream forgets the records. */
  readonly maximumRetryAttempts: number;
  /** -1: as long as the stream keeps records. */
  readonly maximumRecordAgeSeconds: number;
  readonly onFailureArn?: string;
}

/** How far a mapping has come; kept durably. */
export interface Progress {
  /** All records up to this sequence number are done with. */
  readonly position: string;
  /** What failed and is to be tried again, in order: each goes from the one before it up to `until`. */
  readonly retries: readonly Retry[];
}

export interface Retry {
  readonly until: string;
  /** How often it has failed. */
  readonly attempts: number;
}
