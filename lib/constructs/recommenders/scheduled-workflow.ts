import type { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { LoggedWorkflow, type LoggedWorkflowProps } from '../logged-workflow';
import { WorkflowSchedule } from '../schedule';

export interface ScheduledWorkflowProps extends LoggedWorkflowProps {
  /** @default - another part of the app starts it */
  readonly every?: Duration;
  readonly input?: object;
  readonly deadLetterQueue: IQueue;
}

/** A state machine that runs regularly. Its owner grants its permissions. */
export class ScheduledWorkflow extends LoggedWorkflow {
  constructor(scope: Construct, id: string, props: ScheduledWorkflowProps) {
    const { every, input, deadLetterQueue, ...rest } = props;
    super(scope, id, rest);
    if (!every) return;
    new WorkflowSchedule(scope, `${id}Schedule`, {
      description: rest.description,
      schedule: ScheduleExpression.rate(every),
      workflow: this,
      input,
      // A missed start is not retried for long: the next execution does the same.
      maxAge: every,
      deadLetterQueue,
    });
  }
}
