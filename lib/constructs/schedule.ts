import { type Duration, Stack } from 'aws-cdk-lib';
import { Grant, type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IScheduleTarget, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import {
  ScheduleTargetBase,
  type ScheduleTargetBaseProps,
  StepFunctionsStartExecution,
} from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

interface ScheduleProps {
  readonly description: string;
  /** A missed start is retried for as long: the next one does the same. */
  readonly every: Duration;
  /** Queue for starts that failed. */
  readonly deadLetterQueue: IQueue;
}

export interface WorkflowScheduleProps extends ScheduleProps {
  readonly workflow: IStateMachine;
  /** Input of each execution. @default {} */
  readonly input?: object;
}

export interface FunctionScheduleProps extends ScheduleProps {
  readonly function: IFunction;
  /** The event of each invocation. @default {} */
  readonly input?: object;
}

/** Starts a state machine at a fixed rate. */
export class WorkflowSchedule extends Schedule {
  constructor(scope: Construct, id: string, props: WorkflowScheduleProps) {
    const { workflow, input = {} } = props;
    const target = (common: ScheduleTargetBaseProps) =>
      new StepFunctionsStartExecution(workflow, { ...common, input: ScheduleTargetInput.fromObject(input) });
    super(scope, id, described(scope, id, props, 'starting the state machine', target));
  }
}

/** Invokes a function. CDK's own target also allows every version and alias of it. */
class FunctionTarget extends ScheduleTargetBase {
  constructor(
    private readonly invoked: IFunction,
    props: ScheduleTargetBaseProps,
  ) {
    super(props, invoked.functionArn);
  }

  protected override addTargetActionToRole(role: IRole): void {
    const resourceArns = [this.invoked.functionArn];
    Grant.addToPrincipal({ grantee: role, actions: ['lambda:InvokeFunction'], resourceArns });
  }
}

/** Invokes a function at a fixed rate. */
export class FunctionSchedule extends Schedule {
  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    const { input } = props;
    const target = (common: ScheduleTargetBaseProps) =>
      new FunctionTarget(props.function, { ...common, ...(input && { input: ScheduleTargetInput.fromObject(input) }) });
    super(scope, id, described(scope, id, props, 'invoking the function', target));
  }
}

function described(
  scope: Construct,
  id: string,
  { description, every, deadLetterQueue }: ScheduleProps,
  purpose: string,
  target: (common: ScheduleTargetBaseProps) => IScheduleTarget,
) {
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
    description: `Role of EventBridge Scheduler for ${purpose}: ${description}`,
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': groupArn } },
    }),
  });
  const common = { role, deadLetterQueue, maxEventAge: every, retryAttempts: 10 };
  return { description, schedule: ScheduleExpression.rate(every), target: target(common) };
}
