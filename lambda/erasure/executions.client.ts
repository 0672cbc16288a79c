import { paginateListExecutions, type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from '../shared/errors';
import type { Target } from './erasure';
import type { Erased, Store } from './stores';

/** Running executions of the films' workflow, whose names begin with the asset's id. */
export class RunningExecutions implements Store {
  constructor(
    private readonly client: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  async erase({ id }: Target): Promise<Erased> {
    const running = await this.running(id);
    for (const executionArn of running) {
      try {
        await this.client.send(
          new StopExecutionCommand({ executionArn, error: 'AssetDeleted', cause: 'The asset was deleted.' }),
        );
      } catch (error) {
        if (!isNamed(error, 'ExecutionDoesNotExist')) throw error;
      }
    }
    return { removed: running.length, isComplete: true };
  }

  async search({ id }: Target): Promise<number> {
    return (await this.running(id)).length;
  }

  private async running(id: string): Promise<string[]> {
    const { client, stateMachineArn } = this;
    const found: string[] = [];
    for await (const { executions = [] } of paginateListExecutions(
      { client },
      { stateMachineArn, statusFilter: 'RUNNING' },
    )) {
      for (const { name, executionArn } of executions) {
        if (name?.startsWith(`${id}-`) && executionArn) found.push(executionArn);
      }
    }
    return found;
  }
}
