import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type CfnStateMachine, DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../../config';
import type { Handler } from '../handler';
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
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stage, tasks, jobs }: WorkflowProps) {
    super(scope, id);
    const functions = Object.entries(tasks);
    // The role and the log are siblings, and 'Default' adds nothing to a logical id: all ids stay as they were deployed.
    const role = new Role(scope, `${id}Role`, {
      description: 'Role of the state machine Workflow, which processes an asset from its source to its manifests',
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    const { logRetention: retention, removalPolicy } = stage;
    this.stateMachine = new StateMachine(this, 'Default', {
      definitionBody: DefinitionBody.fromString(JSON.stringify(workflowDefinition(stage.name, stage.limits))),
      definitionSubstitutions: {
        ...Object.fromEntries(functions.map(([name, task]) => [name, task.functionArn])),
        JobsTable: jobs.tableName,
      },
      role,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: true,
        destination: new LogGroup(scope, `${id}Log`, { retention, removalPolicy }),
      },
      tracingEnabled: true,
    });
    // cfn-lint's schema knows only numbers as timeouts, not JSONata, and the message about it fails. CDK has
    // `Timeout.jsonata` for them; asl-validator checks the definition.
    const definition = this.stateMachine.node.defaultChild as CfnStateMachine;
    definition.addMetadata('cfn-lint', { config: { ignore_checks: ['E1101', 'E3601'] } });
    for (const [, task] of functions) task.grantInvokeLatestVersion(role);
    jobs.grantItems(role, 'GetItem');
    EventBus.fromEventBusName(this, 'DefaultBus', 'default').grantPutEventsTo(role);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['mediaconvert:GetJob'],
        // MediaConvert chooses the ids of jobs.
        resources: [Stack.of(this).formatArn({ service: 'mediaconvert', resource: 'jobs', resourceName: '*' })],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['transcribe:GetTranscriptionJob'],
        resources: [
          Stack.of(this).formatArn({ service: 'transcribe', resource: 'transcription-job', resourceName: '*' }),
        ],
      }),
    );
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Log delivery and X-Ray support no resource-level permissions; no other permission of this role covers all resources.',
    });
    acknowledgeBelow(role, ':jobs/*', 'MediaConvert chooses the ids of jobs.');
    acknowledgeBelow(role, ':transcription-job/*', 'The names of jobs contain the ids of assets.');
  }
}

/** Grants permission to start executions, and to read the state of those that were started. */
export function grantStartAgain(workflow: StateMachine, grantee: Handler): void {
  workflow.grantStartExecution(grantee);
  // CDK's own method splits the ARN, which is a reference of another stack.
  const executions = Stack.of(grantee).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${workflow.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  Grant.addToPrincipal({ grantee, actions: ['states:DescribeExecution'], resourceArns: [executions] });
  acknowledgeBelow(grantee.grantPrincipal, ':*', 'Names of executions contain the ids of assets.');
}
