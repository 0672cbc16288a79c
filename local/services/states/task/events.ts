import type { TaskAttempt } from '../records';
import { record, type Step } from '../run';
import type { TaskResource } from './resource';

/** Returns the history's events of an attempt. A function that is identified by its ARN has events of its own. */
export function taskEvents(step: Step, resource: TaskResource) {
  const { history, arn } = resource;
  const outputDetails = { truncated: false };
  return {
    started({ arguments: args, timeoutSeconds, heartbeatSeconds }: TaskAttempt): void {
      const input = JSON.stringify(args);
      if (arn) {
        const details = { resource: arn, input, inputDetails: { truncated: false }, timeoutInSeconds: timeoutSeconds };
        record(step, 'LambdaFunctionScheduled', { lambdaFunctionScheduledEventDetails: details });
        record(step, 'LambdaFunctionStarted');
        return;
      }
      record(step, 'TaskScheduled', {
        taskScheduledEventDetails: {
          ...history,
          region: step.execution.region,
          parameters: input,
          timeoutInSeconds: timeoutSeconds,
          heartbeatInSeconds: heartbeatSeconds,
        },
      });
      record(step, 'TaskStarted', { taskStartedEventDetails: history });
    },
    succeeded(output: string): void {
      if (arn)
        record(step, 'LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: { output, outputDetails } });
      else record(step, 'TaskSucceeded', { taskSucceededEventDetails: { ...history, output, outputDetails } });
    },
    failed(error: string | undefined, cause: string | undefined): void {
      const isTimeout = error === 'States.Timeout';
      if (arn && isTimeout)
        record(step, 'LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: { error, cause } });
      else if (arn) record(step, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: { error, cause } });
      else if (isTimeout) record(step, 'TaskTimedOut', { taskTimedOutEventDetails: { ...history, error, cause } });
      else record(step, 'TaskFailed', { taskFailedEventDetails: { ...history, error, cause } });
    },
  };
}
