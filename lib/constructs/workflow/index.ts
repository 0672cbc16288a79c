import { Stack, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import type { RecordTable } from '../record-table';
import { acknowledgeBelow } from '../wildcards';
import { type placeholders, workflowDefinition } from './definition';

export interface WorkflowProps {
  readonly stage: Stage;
  /** The function behind each task. */
  readonly tasks: Readonly<Record<Exclude<(typeof placeholders)[number], 'JobsTable'>, IFunction>>;
  /** The table in which the encoding tasks record their jobs' ids. */
  readonly jobs: RecordTable;
}

/** The state machine that processes an asset from its source to its manifests. */
export class Workflow extends StateMachine {
  constructor(scope: Construct, id: string, { stage, tasks, jobs }: WorkflowProps) {
    const functions = Object.entries(tasks);
    super(scope, id, {
      definitionBody: DefinitionBody.fromString(JSON.stringify(workflowDefinition(stage.limits))),
      definitionSubstitutions: {
        ...Object.fromEntries(functions.map(([name, task]) => [name, task.functionArn])),
        JobsTable: jobs.tableName,
      },
      role: new Role(scope, `${id}Role`, {
        description: 'Role of the state machine Workflow, which processes an asset from its source to its manifests',
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
    for (const [, task] of functions) task.grantInvokeLatestVersion(this);
    jobs.grantItems(this, 'GetItem');
    EventBus.fromEventBusName(this, 'DefaultBus', 'default').grantPutEventsTo(this);
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['mediaconvert:GetJob'],
        // MediaConvert chooses the ids of jobs.
        resources: [Stack.of(this).formatArn({ service: 'mediaconvert', resource: 'jobs', resourceName: '*' })],
      }),
    );
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Log delivery and X-Ray support no resource-level permissions; no other permission of this role covers all resources.',
    });
    acknowledgeBelow(this.role, ':jobs/*', 'MediaConvert chooses the ids of jobs.');
  }
}
