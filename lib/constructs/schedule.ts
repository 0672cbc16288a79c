import { type Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface WorkflowScheduleProps {
  readonly description: string;
  readonly schedule: ScheduleExpression;
  readonly workflow: IStateMachine;
  /** Input of each execution. @default {} */
  readonly input?: object;
  /** How long a missed start is retried. */
  readonly maxAge: Duration;
  /** Queue for starts that failed. */
  readonly deadLetterQueue: IQueue;
}

/** Starts a state machine at a fixed rate. */
export class WorkflowSchedule extends Schedule {
  constructor(scope: Construct, id: string, props: WorkflowScheduleProps) {
    const { description, schedule, workflow, input = {}, maxAge, deadLetterQueue } = props;
    const { account, region } = Stack.of(scope);
    // The same conditions as in the role that CDK would create; the name of that one would be a hash.
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    const groupArn = Stack.of(scope).formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
      ...{ account, region },
    });
    const role = new Role(scope, `${id}Role`, {
      description: `Role of EventBridge Scheduler for starting the state machine: ${description}`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': groupArn } },
      }),
    });
    super(scope, id, {
      description,
      schedule,
      target: new StepFunctionsStartExecution(workflow, {
        role,
        input: ScheduleTargetInput.fromObject(input),
        deadLetterQueue,
        maxEventAge: maxAge,
        retryAttempts: 10,
      }),
    });
  }
}
