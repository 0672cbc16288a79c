import {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { eventually } from './audience';
import type { Platform } from './platform';

/** Runs a state machine, found by its name, to its end, and returns its output. Throws its cause where it does not succeed. */
export async function runStateMachine(platform: Platform, machine: RegExp, input: object): Promise<string> {
  const states = new SFNClient(platform.owner);
  const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
  const stateMachineArn = stateMachines.find(({ name = '' }) => machine.test(name))?.stateMachineArn;
  const execution = { stateMachineArn, input: JSON.stringify(input) };
  const { executionArn } = await states.send(new StartExecutionCommand(execution));
  return eventually(`an execution of ${machine}`, async () => {
    const { status, output, cause } = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING') return undefined;
    if (status !== 'SUCCEEDED') throw new Error(`${machine} ended ${status}: ${cause}`);
    return output;
  });
}
