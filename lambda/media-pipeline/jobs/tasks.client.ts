import { SendTaskFailureCommand, SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isNamed } from '../../shared/errors';
import type { TranscodeOutput } from '../messages';
import type { JobResult, Tasks } from './start-once';

/** Step Functions accepts causes of at most 32,768 characters. */
const maxCauseLength = 32_768;

export class WaitingTasks implements Tasks {
  constructor(private readonly client: SFNClient) {}

  async complete(taskToken: string, result: JobResult): Promise<void> {
    const output: TranscodeOutput = { jobId: result.jobId };
    try {
      if (result.status === 'COMPLETE') {
        await this.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
      } else {
        const { error, cause } = result;
        await this.client.send(new SendTaskFailureCommand({ taskToken, error, cause: cause.slice(0, maxCauseLength) }));
      }
    } catch (error) {
      // The task timed out, was completed before, or its execution has ended: it is no longer waiting.
      if (!isNamed(error, 'TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken')) throw error;
    }
  }
}
