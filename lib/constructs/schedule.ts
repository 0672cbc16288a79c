import type { Duration } from 'aws-cdk-lib';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface WorkflowScheduleProps {
  readonly description: string;
  readonly schedule: ScheduleExpression;
  readonly workflow: IStateMachine;
  /** What each execution gets. @default {} */
  readonly input?: object;
  /** How long a start that was missed is still worth something. */
  readonly maxAge: Duration;
  /** Where starts go that came to nothing. */
  readonly deadLetterQueue: IQueue;
}

/** Starts a state machine again and again. */
export class WorkflowSchedule extends Schedule {
  constructor(scope: Construct, id: string, props: WorkflowScheduleProps) {
    const { description, schedule, workflow, input = {}, maxAge, deadLetterQueue } = props;
    super(scope, id, {
      description,
      schedule,
      target: new StepFunctionsStartExecution(workflow, {
        input: ScheduleTargetInput.fromObject(input),
        deadLetterQueue,
        maxEventAge: maxAge,
        retryAttempts: 10,
      }),
    });
  }
}
