import * as sdk from '@aws-sdk/client-sfn';
import { type Clock, clockOf } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Executions } from './executions';
import type { StateMachine } from './machines';
import { executionOperations } from './operations/executions';
import { machineOperations } from './operations/machines';
import { taskOperations } from './operations/tasks';
import { permissions } from './permissions';
import { stateMachineResource } from './resources';

/**
 * Step Functions: standard workflows in JSONata. An execution is stored after each state, and continues there after the
 * process was killed: waits and timeouts keep their wall-clock ends, a task that waits for its token keeps the token,
 * and any other running task is called again (at least once, not exactly once).
 */
export function createStates(kernel: Kernel, clock: Clock = clockOf(() => kernel.now())): LocalService {
  const machines = new Map<string, StateMachine>();
  const executions = new Executions(kernel, clock);
  return {
    wire: {
      id: 'states',
      sdk,
      permissions,
      operations: {
        ...executionOperations(executions, machines),
        ...machineOperations(machines),
        ...taskOperations(executions),
      },
    },
    resources: { 'AWS::StepFunctions::StateMachine': stateMachineResource(kernel, machines) },
    start: () => executions.resume(),
    sweep: () => executions.sweep(),
    stop: () => executions.close(),
  };
}
