import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from './errors';
import type { ExecutionState } from './executions';

/** Executions of one piece of work. More than one failing is not a lost start, and another would fail too. */
const maxExecutions = 5;

/** Step Functions allows names of 80 characters and does not accept one twice within 90 days. */
const nameOf = (work: string, attempt: number) => (attempt === 1 ? work : `${work}-${attempt}`);

/**
 * Executions of a state machine by the work that they do. An execution that failed has used its name, so that the next one
 * for the same work has a number in addition.
 */
export class Executions {
  constructor(
    private readonly client: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  /** Starts the work unless it has been started before. Calls with the same work and input start one execution. */
  async startOnce(work: string, input: object): Promise<void> {
    await this.create(work, input);
  }

  /** Starts the work, also if all of its executions so far have failed. Has no effect if one is running or succeeded. */
  async startAgain(work: string, input: object): Promise<void> {
    for (let attempt = 1; attempt <= maxExecutions; attempt++) {
      const name = nameOf(work, attempt);
      if (await this.create(name, input)) return;
      const state = await this.describe(name);
      if (state?.status !== 'FAILED') return;
    }
    throw new Error(`${maxExecutions} executions of ${work} have failed`);
  }

  /** The state of the work's latest execution. */
  async find(work: string): Promise<ExecutionState | undefined> {
    let latest: ExecutionState | undefined;
    for (let attempt = 1; attempt <= maxExecutions; attempt++) {
      const state = await this.describe(nameOf(work, attempt));
      if (!state) return latest;
      latest = state;
      if (state.status !== 'FAILED') return latest;
    }
    return latest;
  }

  /** Returns whether an execution with the name has been started or is running with the same input. */
  private async create(name: string, input: object): Promise<boolean> {
    const { stateMachineArn } = this;
    try {
      await this.client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      return true;
    } catch (error) {
      if (isNamed(error, 'ExecutionAlreadyExists')) return false;
      throw error;
    }
  }

  private async describe(name: string): Promise<ExecutionState | undefined> {
    const executionArn = `${this.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      const { status, error, cause } = await this.client.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') return { status };
      // An execution that waits to be redriven is not over.
      if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return { status: 'RUNNING' };
      const ended =
        status === 'ABORTED' ? 'ExecutionAborted' : status === 'TIMED_OUT' ? 'ExecutionTimedOut' : undefined;
      return { status: 'FAILED', error: ended ?? error ?? 'States.TaskFailed', cause };
    } catch (error) {
      if (isNamed(error, 'ExecutionDoesNotExist')) return undefined;
      throw error;
    }
  }
}
