import type { Permissions } from '../../kernel/service';
import { readToken, stateMachineOf } from './token';

const onMachine =
  (action: string) =>
  ({ stateMachineArn = '' }: { stateMachineArn?: string }) => [
    { action: `states:${action}`, resource: stateMachineArn },
  ];

const onExecution =
  (action: string) =>
  ({ executionArn = '' }: { executionArn?: string }) => [{ action: `states:${action}`, resource: executionArn }];

/** Permission to answer for a task is given on its state machine. */
const onToken =
  (action: string) =>
  ({ taskToken }: { taskToken?: string }) => {
    const task = readToken(taskToken);
    return [{ action: `states:${action}`, resource: task ? stateMachineOf(task.executionArn) : '*' }];
  };

/** Source: Service Authorization Reference, AWS Step Functions. */
export const permissions: Permissions = {
  StartExecution: onMachine('StartExecution'),
  DescribeStateMachine: onMachine('DescribeStateMachine'),
  ListExecutions: onMachine('ListExecutions'),
  ListStateMachines: () => [{ action: 'states:ListStateMachines', resource: '*' }],
  StopExecution: onExecution('StopExecution'),
  DescribeExecution: onExecution('DescribeExecution'),
  GetExecutionHistory: onExecution('GetExecutionHistory'),
  SendTaskSuccess: onToken('SendTaskSuccess'),
  SendTaskFailure: onToken('SendTaskFailure'),
  SendTaskHeartbeat: onToken('SendTaskHeartbeat'),
};
