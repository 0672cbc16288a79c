import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  type IAlarm,
  type IWidget,
  PeriodOverride,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Stage } from '../../../config';
import { events } from './events';
import { type Billed, money } from './money';
import { playback } from './playback';
import { uploads } from './uploads';

export interface OperationsDashboardProps extends Billed {
  readonly stage: Stage;
  readonly workflow: IStateMachine;
  readonly streamName: string;
  /** The alarms of the stack that have actions. */
  readonly alarms: readonly IAlarm[];
}

/** The CloudWatch dashboard of a stage, with a row for each question about it. */
export class OperationsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    const { stage, workflow, streamName, alarms } = props;
    const rows: [question: string, widgets: IWidget[]][] = [
      ['Do uploads become playable?', uploads(stage, workflow)],
      ['Does playback work?', playback(stage, props.distributionId)],
      ['Do events arrive, and how fresh are reports?', events(stage, streamName)],
      ['What does it cost today?', money(stage, props)],
    ];
    super(scope, id, {
      defaultInterval: Duration.days(1),
      // Counts per hour stay counts per hour, whatever range is shown.
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        [new AlarmStatusWidget({ title: `Alarms of ${stage.name}`, width: 24, height: 4, alarms: [...alarms] })],
        ...rows.flatMap(([question, widgets]) => [
          [new TextWidget({ width: 24, height: 1, markdown: `## ${question}` })],
          widgets,
        ]),
      ],
    });
  }
}
