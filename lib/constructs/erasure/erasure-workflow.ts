import { Duration, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import type { Handler } from '../handler';
import { type ErasureScope, erasureDefinition } from './definition';

export interface ErasureWorkflowProps extends ErasureScope {
  readonly stage: Stage;
  /** The function that does the steps. */
  readonly erase: Handler;
}

/** Longer than all rounds of the workflow take, with a day for Personalize. */
const timeout = Duration.days(7);

/** The state machine that erases everything of one asset, or of one viewer. */
export class ErasureWorkflow extends StateMachine {
  constructor(scope: Construct, id: string, { stage, erase, ...rest }: ErasureWorkflowProps) {
    super(scope, id, {
      comment: `Erases everything of one ${rest.kind}`,
      definitionBody: DefinitionBody.fromString(
        JSON.stringify({ ...erasureDefinition(rest), TimeoutSeconds: timeout.toSeconds() }),
      ),
      definitionSubstitutions: { Erase: erase.function.functionArn },
      role: new Role(scope, `${id}Role`, {
        description: `Role of the state machine ${id}, which erases everything of one ${rest.kind}`,
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
      reason: 'Log delivery and X-Ray take no resource to name; nothing else in this role is for all resources.',
    });
    erase.function.grantInvokeLatestVersion(this);
  }
}
