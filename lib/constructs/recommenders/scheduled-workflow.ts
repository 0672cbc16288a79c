import type { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { LoggedWorkflow, type LoggedWorkflowProps } from '../logged-workflow';
import { WorkflowSchedule } from '../schedule';

export interface ScheduledWorkflowProps extends LoggedWorkflowProps {
  readonly every: Duration;
  readonly input?: object;
  readonly deadLetterQueue: IQueue;
}

/** A state machine that runs regularly. Its owner grants its permissions. */
export class ScheduledWorkflow extends LoggedWorkflow {
  constructor(scope: Construct, id: string, props: ScheduledWorkflowProps) {
    const { every, input, deadLetterQueue, ...rest } = props;
    super(scope, id, rest);
    new WorkflowSchedule(scope, `${id}Schedule`, {
      description: rest.description,
      every,
      workflow: this,
      input,
      deadLetterQueue,
    });
  }
}
