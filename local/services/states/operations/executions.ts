import { randomUUID } from 'node:crypto';
import type {
  DescribeExecutionInput,
  DescribeExecutionOutput,
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  HistoryEvent,
  ListExecutionsInput,
  ListExecutionsOutput,
  StartExecutionInput,
  StartExecutionOutput,
  StopExecutionInput,
  StopExecutionOutput,
} from '@aws-sdk/client-sfn';
import { type Operation, ServiceError } from '../../../kernel/service';
import type { Executions } from '../executions';
import type { StateMachine } from '../machines';
import type { Execution } from '../records';
import { arnOf, jsonText, page } from './check';

const badName = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;
const date = (time: number | undefined) => (time === undefined ? undefined : new Date(time));

function executionName(name: string): string {
  if (name.length > 0 && name.length <= 80 && !badName.test(name)) return name;
  throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
}

function withoutData(event: HistoryEvent): HistoryEvent {
  const entries = Object.entries(event).map(([member, details]) => {
    if (typeof details !== 'object' || details === null || details instanceof Date) return [member, details];
    const { input, output, parameters, ...rest } = details as Record<string, unknown>;
    return [member, rest];
  });
  return Object.fromEntries(entries) as HistoryEvent;
}

export function executionOperations(
  executions: Executions,
  machines: ReadonlyMap<string, StateMachine>,
): Readonly<Record<string, Operation>> {
  const machineOf = (value: string | undefined): StateMachine => {
    const arn = arnOf(value, 'stateMachineArn', 'stateMachine');
    const machine = machines.get(arn);
    if (!machine) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  };
  const executionOf = (value: string | undefined): Execution => {
    const arn = arnOf(value, 'executionArn', 'execution');
    const execution = executions.get(arn);
    if (!execution) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };

  return {
    StartExecution({ stateMachineArn, name, input = '{}' }: StartExecutionInput): StartExecutionOutput {
      const machine = machineOf(stateMachineArn);
      jsonText(input, 'InvalidExecutionInput', 'State Machine Execution Input');
      const { arn, startDate } = executions.start(machine, executionName(name ?? randomUUID()), input);
      return { executionArn: arn, startDate: new Date(startDate) };
    },
    StopExecution({ executionArn, error, cause }: StopExecutionInput): StopExecutionOutput {
      const { arn } = executionOf(executionArn);
      return { stopDate: date(executions.abort(arn, error, cause)?.stopDate) };
    },
    DescribeExecution({ executionArn }: DescribeExecutionInput): DescribeExecutionOutput {
      const execution = executionOf(executionArn);
      const { arn, stateMachineArn, name, status, startDate, stopDate, input, output, error, cause } = execution;
      return {
        executionArn: arn,
        ...{ stateMachineArn, name, status, input, output, error, cause },
        startDate: new Date(startDate),
        stopDate: date(stopDate),
        inputDetails: { included: true },
        ...(output !== undefined && { outputDetails: { included: true } }),
        redriveCount: 0,
      };
    },
    ListExecutions(input: ListExecutionsInput): ListExecutionsOutput {
      const { stateMachineArn, statusFilter, maxResults, nextToken } = input;
      if (input.mapRunArn) throw new ServiceError('ValidationException', 'This runtime does not support map runs');
      const all = executions
        .list(machineOf(stateMachineArn).arn)
        .filter(({ status }) => !statusFilter || status === statusFilter);
      const { items, ...more } = page(all, nextToken, maxResults, 1000);
      return {
        executions: items.map(({ arn, stateMachineArn, name, status, startDate, stopDate }) => ({
          executionArn: arn,
          ...{ stateMachineArn, name, status },
          startDate: new Date(startDate),
          stopDate: date(stopDate),
          redriveCount: 0,
        })),
        ...more,
      };
    },
    GetExecutionHistory(input: GetExecutionHistoryInput): GetExecutionHistoryOutput {
      const { executionArn, maxResults, nextToken, reverseOrder, includeExecutionData = true } = input;
      const events = executions.history.read(executionOf(executionArn).arn);
      const { items, ...more } = page(reverseOrder ? events.reverse() : events, nextToken, maxResults, 1000);
      return { events: includeExecutionData ? items : items.map(withoutData), ...more };
    },
  };
}
