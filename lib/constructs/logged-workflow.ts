import { type Duration, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Stage } from '../config';

export interface LoggedWorkflowProps {
  readonly stage: Stage;
  readonly description: string;
  readonly definition: object;
  readonly substitutions: Readonly<Record<string, string>>;
  /** Maximum duration of an execution. */
  readonly timeout: Duration;
}

/** A traced state machine with a role and a log of its own. Its owner grants its permissions. */
export class LoggedWorkflow extends StateMachine {
  constructor(scope: Construct, id: string, props: LoggedWorkflowProps) {
    const { stage, description, definition, substitutions, timeout } = props;
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
  }
}
