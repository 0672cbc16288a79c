import type { SendTaskFailureInput, SendTaskHeartbeatInput, SendTaskSuccessInput } from '@aws-sdk/client-sfn';
import { type Operation, ServiceError } from '../../../kernel/service';
import type { Json } from '../definition';
import type { Executions } from '../executions';
import { readToken } from '../token';
import { jsonText, required } from './check';

type Found = readonly [executionArn: string, path: string, token: string];

/** Returns the task of a token. Throws `InvalidToken` for a text that is not a token. */
function taskOf(executions: Executions, value: string | undefined): Found {
  const token = required(value, 'taskToken');
  const found = readToken(token);
  if (!found || !executions.get(found.executionArn)) {
    throw new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
  }
  return [found.executionArn, found.path, token];
}

function open(done: boolean): Record<string, never> {
  if (done) return {};
  throw new ServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}

export function taskOperations(executions: Executions): Readonly<Record<string, Operation>> {
  return {
    SendTaskSuccess({ taskToken, output }: SendTaskSuccessInput) {
      const task = taskOf(executions, taskToken);
      const text = jsonText(output ?? '', 'InvalidOutput', 'Output');
      return open(executions.complete(...task, { output: JSON.parse(text) as Json }));
    },
    SendTaskFailure({ taskToken, error, cause }: SendTaskFailureInput) {
      return open(executions.complete(...taskOf(executions, taskToken), { failed: true, error, cause }));
    },
    SendTaskHeartbeat({ taskToken }: SendTaskHeartbeatInput) {
      return open(executions.heartbeat(...taskOf(executions, taskToken)));
    },
  };
}
