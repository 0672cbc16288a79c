import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { stageTotal } from '../stage-metric';
import type { AlarmTopic } from './alarm-topic';
import { Alert, type SignalProps } from './alert';

export interface OwnMetricAlarmsProps {
  readonly topic: AlarmTopic;
}

type Watched = Pick<SignalProps, 'meaning' | 'runbook'> & {
  /** @default 0 */
  readonly threshold?: number;
  /** @default 'Sum' */
  readonly statistic?: 'Sum' | 'Maximum';
};

const daySeconds = 86_400;

/** The metrics of functions, each of which should stay at zero or below its threshold. */
const watched = {
  AccessDenied: {
    runbook: 'access-denied',
    meaning: 'A service denied a call of a function: a permission is missing.',
  },
  MalformedRecords: {
    runbook: 'malformed-records',
    meaning: 'Records of a table could not be read, and were left out of lists.',
  },
  EventsNotKept: {
    runbook: 'events-not-kept',
    meaning: 'Firehose did not accept events of viewers. Players send them again.',
  },
  RecommenderLost: {
    runbook: 'recommenders-lost',
    meaning: 'A recommender that answered before no longer exists or runs.',
  },
  UploadsUnnoticed: {
    runbook: 'uploads-unnoticed',
    meaning: 'Uploads are complete, but their events did not start a workflow.',
  },
  ApprovalWaitSeconds: {
    runbook: 'approvals-waiting',
    meaning: 'A film has waited for more than a day for an approval of its cost.',
    threshold: daySeconds,
    statistic: 'Maximum',
  },
  OldestErasureHours: {
    runbook: 'erasures-overdue',
    meaning: 'An asset or a viewer was deleted more than three days ago, and is not erased everywhere.',
    threshold: 72,
    statistic: 'Maximum',
  },
  EndedSessionsBytes: {
    runbook: 'ended-sessions-store',
    meaning:
      'The store of ended sessions is at 80 % of its maximum of 5 MB. When it is full, sessions cannot be ended.',
    threshold: 4_000_000,
    statistic: 'Maximum',
  },
} as const satisfies Readonly<Record<string, Watched>>;

/** Alarms on metrics that functions of the stage write. */
export class OwnMetricAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic }: OwnMetricAlarmsProps) {
    super(scope, id);
    for (const [name, one] of Object.entries(watched) as [keyof typeof watched, Watched][]) {
      const { threshold = 0, statistic = 'Sum', ...texts } = one;
      new Alert(this, name, {
        topic,
        ...texts,
        metric: new Metric({ ...stageTotal(topic.stage.name, name), period: Duration.minutes(5), statistic }),
        threshold,
      });
    }
  }
}
