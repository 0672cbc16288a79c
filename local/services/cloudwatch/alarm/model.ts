import type { MetricDataQuery, StateValue } from '@aws-sdk/client-cloudwatch';

interface AlarmBase {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  /** The ARNs of topics, by the state that the alarm enters. */
  readonly actions: Readonly<Record<StateValue, readonly string[]>>;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
}

export type Comparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

export const missingDataTreatments = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;
export type MissingData = (typeof missingDataTreatments)[number];

export interface MetricAlarm extends AlarmBase {
  readonly kind: 'metric';
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  /** As given; all evaluation periods if absent. */
  readonly datapointsToAlarm?: number;
  /** As given; see {@link MissingData}. */
  readonly treatMissingData?: MissingData;
  readonly evaluateLowSampleCountPercentile?: 'evaluate' | 'ignore';
  /** The metrics and expressions; one of them if the alarm is about a single metric. */
  readonly queries: readonly MetricDataQuery[];
  /** Whether the alarm was given as one metric, and is described so. */
  readonly isSingle: boolean;
  /** The id of the query that the alarm watches. */
  readonly watched: string;
  /** Milliseconds. */
  readonly period: number;
}

export interface CompositeAlarm extends AlarmBase {
  readonly kind: 'composite';
  readonly rule: string;
}

export type Alarm = MetricAlarm | CompositeAlarm;

/** Times are milliseconds since 1970. */
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData?: string;
  readonly changedAt: number;
}

/** An alarm with its state, as it is stored. */
export interface KeptAlarm {
  readonly alarm: Alarm;
  readonly state: AlarmState;
  readonly origin: 'template' | 'api';
}

export interface HistoryItem {
  readonly alarm: string;
  readonly region: string;
  readonly kind: Alarm['kind'];
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly at: number;
  readonly summary: string;
  /** JSON text. */
  readonly data: string;
}
