import { type Duration, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import { WorkflowSchedule } from '../schedule';

export interface ScheduledWorkflowProps {
  readonly stage: Stage;
  readonly description: string;
  readonly definition: object;
  readonly substitutions: Readonly<Record<string, string>>;
  /** @default - another part of the app starts it */
  readonly every?: Duration;
  readonly input?: object;
  /** Maximum duration of an execution. */
  readonly timeout: Duration;
  readonly deadLetterQueue: IQueue;
}

/** A state machine that runs regularly. Its owner grants its permissions. */
export class ScheduledWorkflow extends StateMachine {
  constructor(scope: Construct, id: string, props: ScheduledWorkflowProps) {
    const { stage, description, definition, substitutions, every, input, timeout, deadLetterQueue } = props;
    super(scope, id, {
      comment: description,
      definitionBody: DefinitionBody.fromString(JSON.stringify({ ...definition, TimeoutSeconds: timeout.toSeconds() })),
      definitionSubstitutions: { ...substitutions },
      role: new Role(scope, `${id}Role`, {
        description: `Role of the state machine ${id}: ${description}`,
        assumedBy: new ServicePrincipal('states.amazonaws.com'),
      }),
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: true,
        destination: new LogGroup(scope, `${id}Log`, {
          retention: stage.logRetention,
          removalPolicy: stage.removalPolicy,
        }),
      },
      tracingEnabled: true,
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Log delivery, X-Ray and metrics take no resource to name; nothing else in this role is for all resources.',
    });
    if (!every) return;
    new WorkflowSchedule(scope, `${id}Schedule`, {
      description,
      schedule: ScheduleExpression.rate(every),
      workflow: this,
      input,
      // A missed start is not retried for long: the next execution does the same.
      maxAge: every,
      deadLetterQueue,
    });
  }
}
