import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarmRule,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic';
import { describeAlarm, type RunbookSection } from './runbook';

interface Described {
  readonly topic: AlarmTopic;
  /** What the alarm means, as one sentence. */
  readonly meaning: string;
  readonly runbook: RunbookSection;
}

export interface SignalProps
  extends Described,
    Pick<AlarmProps, 'metric' | 'threshold' | 'comparisonOperator' | 'datapointsToAlarm' | 'treatMissingData'> {
  /** @default 1 */
  readonly evaluationPeriods?: number;
}

/** An alarm without an action of its own: it is a part of the rule of an {@link Incident}. */
export class Signal extends Alarm {
  constructor(scope: Construct, id: string, props: SignalProps) {
    const { topic, meaning, runbook, evaluationPeriods = 1, ...rest } = props;
    super(scope, id, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Most metrics have no values while nothing happens.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...rest,
      evaluationPeriods,
      alarmDescription: describeAlarm(meaning, runbook, topic.stage),
    });
  }
}

/** An alarm on a metric that notifies the topic when it fires, and when it is over. */
export class Alert extends Signal {
  constructor(scope: Construct, id: string, props: SignalProps) {
    super(scope, id, props);
    this.addAlarmAction(...props.topic.actions);
    this.addOkAction(...props.topic.actions);
  }
}

export interface IncidentProps extends Described {
  /** The signals, combined by AlarmRule. */
  readonly when: IAlarmRule;
}

/** One notification for all signals of one incident. */
export class Incident extends CompositeAlarm {
  constructor(scope: Construct, id: string, { topic, meaning, runbook, when }: IncidentProps) {
    super(scope, id, { alarmRule: when, alarmDescription: describeAlarm(meaning, runbook, topic.stage) });
    this.addAlarmAction(...topic.actions);
    this.addOkAction(...topic.actions);
  }
}
